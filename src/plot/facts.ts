import { modelParameter, parametersOf } from "../model/parameters.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { FunctionBand } from "../roads/knownFunction.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import { shortNumber } from "./axes/axis.ts";
import { parameterSymbol } from "./quantities.ts";
import { textWidth } from "./textWidth.ts";

/** How roads are called in print. */
export const ROAD_LABELS = {
  fem: "finite elements",
  harmonic: "harmonic moments",
  dicke: "Dicke basis",
  sde: "trajectories",
} as const;

/** The numbers of a model that are not 0, "*N* = 40" first; those without a symbol by their path. */
export function modelFacts(model: SpinModel): string[] {
  return parametersOf(model).flatMap((path) => {
    const value = modelParameter(model, path);
    return path !== "spins" && value === 0 ? [] : [`${parameterSymbol(path)} = ${shortNumber(value, 4)}`];
  });
}

export function bandFact({ degree, functions }: FunctionBand, inBall: boolean): string {
  if (inBall) return `polynomials of degree *n* ≤ ${degree}`;
  if (functions === "tangentPlane") return `polynomials in the tangent plane, *n* ≤ ${degree}`;
  return functions === "shiftedSphere" ? `shifted harmonics *l* ≤ ${degree}` : `harmonics *l* ≤ ${degree}`;
}

/** Of all first and second moments. */
export const errorFact = ({ mean, square, cross }: ErrorEstimate): string =>
  `error of moments ≤ ${shortNumber(Math.max(...mean, ...square, ...cross), 2)}`;

/** Parts of a sentence in lines of no more than a width, separated by commas. */
export function inLines(parts: readonly string[], width: number, size: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = `${last},  ${part}`;
    if (last !== undefined && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
