import { shortNumber } from "../../plot/axes/axis.ts";
import { withoutGaps } from "../gl/mesh.ts";
import type { Mesh } from "../gl/scene.ts";
import type { PictureAnswer, SlicesAnswer, TableAnswer } from "../protocol.ts";
import type { ShownFunction, Vector } from "../state.ts";
import { perpendicular } from "./overlay.ts";
import type { Shown } from "./stage.ts";

/* Answers of the workers as what is on the stage, and what is said of it. */

export const SYMBOLS: Readonly<Record<ShownFunction, string>> = { P: "*P*", Q: "*Q*", witness: "witness *T*" };

const meshOf = (
  { positions, triangles, values }: Pick<PictureAnswer, "positions" | "triangles" | "values">,
  margins: Float32Array | null,
): Mesh => withoutGaps({ positions, triangles, values, margins });

/** What there is to draw of a function on the sphere. */
export function shownOfPicture(answer: PictureAnswer): Pick<Shown, "meshes" | "symbol" | "axis"> {
  const empty = answer.triangles.length === 0 || answer.point !== null;
  return { meshes: empty ? [] : [meshOf(answer, answer.margins)], symbol: SYMBOLS[answer.shown], axis: null };
}

export const shownOfSlices = ({ slices }: SlicesAnswer, axis: Vector): Pick<Shown, "meshes" | "symbol" | "axis"> => ({
  meshes: slices.map((slice) => meshOf(slice, null)),
  symbol: SYMBOLS.P,
  axis,
});

/** Normals of the two discs: across the axis and the mean, and along the axis. */
export function sliceNormals(axis: Vector, mean: Vector): readonly Vector[] {
  const length = Math.hypot(...axis);
  const unit = axis.map((value) => value / length) as unknown as Vector;
  return [unit, acrossBoth(unit, mean)];
}

function acrossBoth([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  const across: Vector = [b * z - c * y, c * x - a * z, a * y - b * x];
  const length = Math.hypot(...across);
  if (length < 1e-6) return perpendicular([a, b, c])[0];
  return across.map((value) => value / length) as unknown as Vector;
}

/** Smaller negative parts are no finding of a picture. */
const NEGLIGIBLE = 1e-3;

/** Sentences below the legend. Markup. */
export function pictureNotes(answer: PictureAnswer | SlicesAnswer | null): string[] {
  if (answer === null) return [];
  if (answer.kind === "slices") {
    const unseen = answer.slices.every(({ least, greatest }) => least === 0 && greatest === 0);
    return [
      ...(unseen ? [`${SYMBOLS.P} is 0 at every point drawn: it is narrower than they are apart`] : []),
      ...(answer.band === null ? [] : [answer.band]),
      `mean spin |2⟨*J*⟩/*N*| = ${shortNumber(answer.meanLength)}`,
      `mixedness ⟨*r*^{2}⟩ = ${shortNumber(answer.meanSquare)}`,
    ];
  }
  const { shown, band, least, greatest, note, point } = answer;
  const negative = point === null && least < -NEGLIGIBLE * Math.max(greatest, -least);
  const unseen = point === null && least === 0 && greatest === 0;
  return [
    ...(unseen ? [`${SYMBOLS[shown]} is 0 to all digits at every point drawn`] : []),
    ...(negative ? [`${SYMBOLS[shown]} < 0 in places, least ${shortNumber(least, 2)}`] : []),
    ...(band === null ? [] : [band.replace("<=", "≤").replace(/\bl\b/g, "*l*")]),
    ...(note === null ? [] : [note]),
  ];
}

/** A zoom at which a state of this width fills a good part of the stage. */
export const zoomForWidth = (width: number): number => Math.max(1, Math.min(1500, 0.3 / Math.max(width, 1e-6)));

/** Largest standard deviation of P along the axes; null where the table does not tell it, and for one spin, whose second moments say nothing of P. */
export function widthOf(table: TableAnswer | null, spins: number): number | null {
  if (table === null || spins < 2) return null;
  const value = (key: string): number => table.rows.find((row) => row.key === key)?.value ?? Number.NaN;
  // 4 <J_k^2> / N^2 = 1 / N + (1 - 1 / N) int P r_k^2; a coherent state has the width of its noise to look at.
  const variances = [0, 1, 2].map(
    (k) => (value(`square.${k}`) - 1 / spins) / (1 - 1 / spins) - value(`mean.${k}`) ** 2,
  );
  const width = Math.sqrt(Math.max(...variances, 1 / (4 * spins)));
  return Number.isFinite(width) ? width : null;
}
