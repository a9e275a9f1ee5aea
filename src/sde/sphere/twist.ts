import { type Coefficients, type SymmetricSix, withoutTrace } from "../../model/secondOrder/coefficients.ts";
import type { Flow } from "../walk.ts";

/**
 * The flow of dr/dt = (chi r) x r, the interaction of the mean field: the one part of the dynamics that is not conformal. One step of the
 * classical method of Runge and Kutta, far more exact than the splitting around it, and back to the sphere. Null where chi does nothing.
 */
export function twistOf({ interaction }: Coefficients): Flow | null {
  const chi = withoutTrace(interaction);
  if (chi.every((value) => value === 0)) return null;
  const slope = new Float64Array(3);
  return (duration, x, y, z, count) => {
    const half = duration / 2;
    for (let i = 0; i < count; i++) {
      const px = x[i]!;
      const py = y[i]!;
      const pz = z[i]!;
      turning(chi, px, py, pz, slope);
      let sx = slope[0]!;
      let sy = slope[1]!;
      let sz = slope[2]!;
      turning(chi, px + half * slope[0]!, py + half * slope[1]!, pz + half * slope[2]!, slope);
      sx += 2 * slope[0]!;
      sy += 2 * slope[1]!;
      sz += 2 * slope[2]!;
      turning(chi, px + half * slope[0]!, py + half * slope[1]!, pz + half * slope[2]!, slope);
      sx += 2 * slope[0]!;
      sy += 2 * slope[1]!;
      sz += 2 * slope[2]!;
      turning(chi, px + duration * slope[0]!, py + duration * slope[1]!, pz + duration * slope[2]!, slope);
      const nx = px + (duration / 6) * (sx + slope[0]!);
      const ny = py + (duration / 6) * (sy + slope[1]!);
      const nz = pz + (duration / 6) * (sz + slope[2]!);
      const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
      x[i] = nx * scale;
      y[i] = ny * scale;
      z[i] = nz * scale;
    }
  };
}

/** (chi r) x r into `out`. */
function turning(chi: SymmetricSix, x: number, y: number, z: number, out: Float64Array): void {
  const px = chi[0] * x + chi[3] * y + chi[4] * z;
  const py = chi[3] * x + chi[1] * y + chi[5] * z;
  const pz = chi[4] * x + chi[5] * y + chi[2] * z;
  out[0] = py * z - pz * y;
  out[1] = pz * x - px * z;
  out[2] = px * y - py * x;
}
