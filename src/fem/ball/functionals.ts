import type { Vector3 } from "../../state/moments.ts";
import { type MomentFunctionals, secondMomentPairs } from "../sphere/functionals.ts";
import { ballLoads } from "./projection.ts";
import type { BallSpace } from "./space.ts";

/**
 * int P, int P (x - c)_k and int P (x - c)_k (x - c)_l as vectors over the unknowns. For a narrow density give its place as `centre`: then its
 * width keeps all digits.
 */
export function ballMomentFunctionals(space: BallSpace, centre: Vector3 = [0, 0, 0]): MomentFunctionals {
  const [cx, cy, cz] = centre;
  const shifted = new Float64Array(3);
  const [mass, ...others] = ballLoads(
    space,
    10,
    (x, y, z, out) => {
      shifted[0] = x - cx;
      shifted[1] = y - cy;
      shifted[2] = z - cz;
      out[0] = 1;
      out.set(shifted, 1);
      for (let m = 0; m < 6; m++) {
        const [k, l] = secondMomentPairs[m]!;
        out[4 + m] = shifted[k]! * shifted[l]!;
      }
    },
    space.element.degree + 2,
  );
  return { centre, mass: mass!, first: others.slice(0, 3), second: others.slice(3) };
}
