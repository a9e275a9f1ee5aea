import { polyline, svgElement } from "../../plot/svg.ts";
import { numberIn } from "../controls/parameterRow.ts";
import { byId, element, svgFrom, typeset } from "../dom.ts";
import { evolutionCsv } from "../exports.ts";
import { plainText, withoutMarkup } from "../format.ts";
import type { EvolutionAnswer } from "../protocol.ts";
import type { Vector } from "../state.ts";
import { csvButton } from "./csvButton.ts";
import { horizontalLines, numbersBelow, plotFrame, plotSvg } from "./frame.ts";
import { sentence } from "./table.ts";

const [WIDTH, HEIGHT] = [344, 176];
const EDGES = { left: 30, right: 26, top: 8, bottom: 24 };
const NAMES = ["x", "y", "z"] as const;

/** Where all spins may point at time 0. */
const STARTS: readonly { readonly word: string; readonly start: Vector }[] = NAMES.flatMap((name, k) =>
  [1, -1].map((sign) => ({
    word: `${sign > 0 ? "+" : "−"}${name}`,
    start: [0, 1, 2].map((i) => (i === k ? sign : 0)) as unknown as Vector,
  })),
);

export interface CourseOptions {
  readonly onStart: (start: Vector) => void;
  readonly onUntil: (until: number) => void;
  /** A time was pointed at, by its number among those of the evolution. */
  readonly onIndex: (index: number, final: boolean) => void;
}

/** Means against time from a start, with a cursor at the time that is shown. */
export function createCourse({ onStart, onUntil, onIndex }: CourseOptions) {
  const root = byId("course");
  const select = element("select", { "aria-label": "All spins at time 0 along" });
  const until = element("input", {
    type: "number",
    class: "box",
    step: "any",
    "aria-label": "Until time, 1/rate",
    title: "in the inverse unit of the rates",
  });
  const plot = element("div");
  const note = element("p", { class: "note" });
  const label = element("h2", {}, "Means in time ", element("small", {}, typeset("2⟨*J*_{*k*}⟩/*N*")));
  const csv = csvButton("evolution", "the means in time", () => (answer === null ? "" : evolutionCsv(answer)));
  csv.hidden = true;
  label.append(csv);
  const controls = element(
    "div",
    { class: "course-controls" },
    element("label", {}, "from all spins along ", select),
    element("label", {}, "until ", typeset("*t* = "), until),
  );
  root.replaceChildren(label, controls, plot, note);
  let answer: EvolutionAnswer | null = null;
  let cursor: SVGElement | null = null;

  select.addEventListener("change", () =>
    onStart(STARTS.find(({ word }) => word === select.value)?.start ?? [1, 0, 0]),
  );
  until.addEventListener("change", () => {
    const value = numberIn(until.value);
    const valid = value !== null && value > 0;
    until.setAttribute("aria-invalid", String(!valid));
    if (valid) onUntil(value);
  });

  const frame = (end: number) => plotFrame(WIDTH, HEIGHT, EDGES, [0, end], [-1.06, 1.06]);

  function draw({ times, means }: EvolutionAnswer): void {
    const end = times.at(-1)!;
    const place = frame(end);
    const lines = NAMES.map((name, k) => {
      const points = Array.from(times).flatMap((time, i) => [place.x(time), place.y(means[3 * i + k]!)]);
      return svgElement("path", { class: name, d: polyline(points) });
    });
    const names = apart(
      NAMES.map((_, k) => place.y(means[means.length - 3 + k]!)),
      14,
    ).map((y, k) =>
      svgElement(
        "text",
        { class: `name ${NAMES[k]}`, x: WIDTH - EDGES.right + 6, y: y + 4 },
        `J${svgElement("tspan", { dy: 3, "font-size": 10 }, NAMES[k]!)}`,
      ),
    );
    const axis = svgElement("text", { class: "name", x: WIDTH - EDGES.right + 16, y: HEIGHT - 6 }, "t");
    const last = NAMES.map((name, k) => `J${name} ${means[means.length - 3 + k]!.toFixed(3)}`).join(", ");
    const drawing = svgFrom(
      plotSvg(
        place,
        `Means from time 0 to ${withoutMarkup(plainText(end))}; at the end ${last}`,
        horizontalLines(place, [-1, 1], 4, EDGES.left, WIDTH - EDGES.right),
        numbersBelow(place, [0, end], 5, HEIGHT - 6),
        axis,
        ...lines,
        ...names,
        svgElement("line", {
          class: "cursor",
          y1: EDGES.top,
          y2: HEIGHT - EDGES.bottom,
          x1: 0,
          x2: 0,
          visibility: "hidden",
        }),
        svgElement("rect", {
          class: "touch",
          x: EDGES.left,
          y: 0,
          width: WIDTH - EDGES.left - EDGES.right,
          height: HEIGHT - EDGES.bottom,
        }),
      ),
    );
    plot.replaceChildren(drawing);
    cursor = drawing.querySelector(".cursor");
    followPointer(drawing, times.length - 1);
  }

  function followPointer(drawing: SVGSVGElement, steps: number): void {
    const indexAt = (event: PointerEvent): number => {
      const { left, width } = drawing.getBoundingClientRect();
      const x = ((event.clientX - left) / width) * WIDTH;
      const share = (x - EDGES.left) / (WIDTH - EDGES.left - EDGES.right);
      return Math.round(Math.max(0, Math.min(1, share)) * steps);
    };
    drawing.addEventListener("pointerdown", (event) => {
      drawing.setPointerCapture(event.pointerId);
      onIndex(indexAt(event), false);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (drawing.hasPointerCapture(event.pointerId)) onIndex(indexAt(event), false);
    });
    drawing.addEventListener("pointerup", (event) => onIndex(indexAt(event), true));
  }

  return {
    setWanted(start: Vector, end: number): void {
      const known = STARTS.find((one) => one.start.every((value, k) => value === start[k]));
      const word = known?.word ?? `(${start.map((value) => withoutMarkup(plainText(value, 3))).join(", ")})`;
      const words = [...STARTS.map((one) => one.word), ...(known === undefined ? [word] : [])];
      select.replaceChildren(...words.map((text) => element("option", { value: text, selected: text === word }, text)));
      if (document.activeElement !== until) until.value = String(end);
    },
    show(next: EvolutionAnswer | null): void {
      answer = next;
      csv.hidden = next === null;
      if (next === null) return;
      note.textContent = sentence(next.note ?? "");
      draw(next);
    },
    /** Why there is nothing to see. */
    fail(text: string): void {
      answer = null;
      cursor = null;
      csv.hidden = true;
      plot.replaceChildren();
      note.textContent = text;
    },
    /** null hides the cursor. */
    setTime(time: number | null): void {
      if (cursor === null || answer === null) return;
      cursor.setAttribute("visibility", time === null ? "hidden" : "visible");
      if (time === null) return;
      const x = String(frame(answer.times.at(-1)!).x(time));
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    },
  };
}

/** Places moved as little as it takes for all to be `least` from one another. */
export function apart(places: readonly number[], least: number): number[] {
  const order = places.map((_, k) => k).sort((i, j) => places[i]! - places[j]!);
  const out = [...places];
  for (let round = 0; round < 8; round++) {
    for (let k = 1; k < order.length; k++) {
      const [upper, lower] = [order[k - 1]!, order[k]!];
      const missing = least - (out[lower]! - out[upper]!);
      if (missing <= 0) continue;
      out[upper]! -= missing / 2;
      out[lower]! += missing / 2;
    }
  }
  return out;
}
