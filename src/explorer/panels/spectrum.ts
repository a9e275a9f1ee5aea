import { svgElement } from "../../plot/svg.ts";
import { byId, element, fill, svgFrom, typeset } from "../dom.ts";
import { spectrumCsv } from "../exports.ts";
import { errorText, plainText, valueText, withoutMarkup } from "../format.ts";
import type { SpectrumAnswer } from "../protocol.ts";
import { csvButton } from "./csvButton.ts";
import { horizontalLines, numbersBelow, plotFrame, plotSvg } from "./frame.ts";
import { sentence } from "./table.ts";

const [WIDTH, HEIGHT] = [344, 164];
const EDGES = { left: 38, right: 14, top: 10, bottom: 24 };

/** Further digits have no room in the heading. */
const LEAST_SHOWN = 1e-7;

/** The slowest eigenvalues in the complex plane; those that are 0 filled dark. */
export function showSpectrum(answer: SpectrumAnswer | null, note: string): void {
  const target = byId("spectrum");
  const heading = element("h2", {}, "Spectrum");
  if (answer === null || answer.eigenvalues.length === 0) {
    fill(target, heading, element("p", { class: "note" }, note));
    return;
  }
  const { eigenvalues, errors, gap, zeros, method } = answer;
  if (gap !== null) {
    const error = errors[eigenvalues.findIndex(([real]) => -real === gap)] ?? null;
    const value =
      error === null ? plainText(gap) : `${valueText(gap, Math.max(error, LEAST_SHOWN))} ± ${errorText(error)}`;
    heading.append(" ", element("small", {}, "slowest rate ", typeset(value)));
  }
  heading.append(csvButton("spectrum", "the spectrum", () => spectrumCsv(answer)));
  const many = zeros === 1 ? "" : `${zeros} eigenvalues are 0: the steady state is not unique. `;
  fill(target, heading, svgFrom(spectrumPlot(answer)), element("p", { class: "note" }, many + sentence(method)));
}

/** SVG text. */
export function spectrumPlot({ eigenvalues, zeros }: Pick<SpectrumAnswer, "eigenvalues" | "zeros">): string {
  const left = Math.min(...eigenvalues.map(([real]) => real));
  const tall = Math.max(...eigenvalues.map(([, imaginary]) => Math.abs(imaginary)));
  const span = Math.max(Math.abs(left), tall) || 1;
  const realRange = [1.06 * Math.min(left, -0.05 * span), 0] as const;
  const half = 1.12 * Math.max(tall, 0.02 * span);
  const frame = plotFrame(WIDTH, HEIGHT, EDGES, realRange, [-half, half]);
  // The zeros are those nearest to 0.
  const order = eigenvalues
    .map((_, k) => k)
    .sort((i, j) => Math.hypot(...eigenvalues[i]!) - Math.hypot(...eigenvalues[j]!));
  const zero = new Set(order.slice(0, zeros));
  const points = eigenvalues.map(([real, imaginary], k) =>
    svgElement(
      "circle",
      { class: zero.has(k) ? "zero" : "value", cx: frame.x(real), cy: frame.y(imaginary), r: 4 },
      svgElement(
        "title",
        {},
        withoutMarkup(`λ = ${plainText(real)} ${imaginary < 0 ? "−" : "+"} ${plainText(Math.abs(imaginary))} i`),
      ),
    ),
  );
  const label = `${eigenvalues.length} eigenvalues nearest to 0, real parts down to ${withoutMarkup(plainText(left, 3))}, imaginary parts up to ${withoutMarkup(plainText(tall, 3))}`;
  const [x0, y0] = [frame.x(0), frame.y(0)];
  return plotSvg(
    frame,
    label,
    horizontalLines(frame, [-half, half], 4, EDGES.left, x0),
    numbersBelow(frame, realRange, 5, HEIGHT - 6),
    svgElement("line", { class: "frame", x1: EDGES.left, x2: x0, y1: y0, y2: y0 }),
    svgElement("line", { class: "frame", x1: x0, x2: x0, y1: EDGES.top, y2: HEIGHT - EDGES.bottom }),
    svgElement("text", { x: 0, y: 9 }, "Im λ"),
    svgElement("text", { x: 0, y: HEIGHT - 6 }, "Re λ"),
    ...points,
  );
}
