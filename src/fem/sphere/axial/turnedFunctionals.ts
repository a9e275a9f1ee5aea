import { SYMMETRIC_PAIRS } from "../../../core/symmetricPairs.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { MomentFunctionals } from "../../functionals.ts";
import type { Frame } from "./rings.ts";

/** Functionals of r from those of the components along a frame, whose third vector times `along` has been subtracted from r. */
export function turnedFunctionals(
  mass: Float64Array,
  first: readonly Float64Array[],
  second: readonly Float64Array[],
  frame: Frame,
  centre: Vector3 = [0, 0, 0],
): MomentFunctionals {
  const place = [
    [0, 3, 4],
    [3, 1, 5],
    [4, 5, 2],
  ] as const;
  const combined = (factors: readonly (readonly [number, Float64Array])[]): Float64Array => {
    const out = new Float64Array(mass.length);
    for (const [factor, vector] of factors) for (let k = 0; k < out.length; k++) out[k]! += factor * vector[k]!;
    return out;
  };
  return {
    centre,
    mass,
    first: ([0, 1, 2] as const).map((k) => combined(first.map((vector, a) => [frame[a]![k], vector]))),
    second: SYMMETRIC_PAIRS.map(([k, l]) =>
      combined(
        [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [frame[a]![k] * frame[b]![l], second[place[a]![b]!]!] as const)),
      ),
    ),
  };
}
