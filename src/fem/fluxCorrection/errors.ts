import type { SpinMoments } from "../../state/moments.ts";
import { estimateMoments, roundingFloor } from "../errorEstimate.ts";
import type { DensityMoments } from "../moments.ts";
import type { PositiveSystem } from "./system.ts";

/**
 * Errors of the moments on the finer of two meshes. Halving h at order q leaves 1/(2^q - 1) of the difference as the finer error: all of it at order 1, less
 * above. `estimateMoments` takes twice the difference, which bounds it from order log2(3/2) = 0.6 on.
 */
export const estimatePair = (
  { space, model }: PositiveSystem,
  fine: DensityMoments,
  coarse: DensityMoments,
): SpinMoments => estimateMoments(coarse.moments, fine.moments, roundingFloor(space.mesh, model.spins), true);
