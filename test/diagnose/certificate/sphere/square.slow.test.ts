import { describe, expect, it } from "vitest";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { fromMultipoles } from "../../../../src/state/blocks/multipoles.ts";
import { leastTransposed } from "../explicitTranspose.ts";
import { never, steadyMoments } from "../states.ts";

// The fast tests hold the same at N up to 20.
describe("the moment matrix of forty spins", () => {
  it.each([
    [0.5, 0],
    [0.5, 0.3],
    [1.5, 0],
  ])("has the least eigenvalue of the partial transpose to 1e-5: B = %s, k_z = %s", (field, dephasing) => {
    const moments = steadyMoments(40, field, dephasing);
    const { leastEigenvalue } = searchSquares(moments, 40, never)!;
    const explicit = leastTransposed(fromMultipoles(40, moments.multipoles));
    expect(Math.abs(leastEigenvalue / explicit - 1)).toBeLessThan(1e-5);
  });

  it("loses entanglement at B = 1.47469", () => {
    const at = (field: number): number => searchSquares(steadyMoments(40, field, 0), 40, never)!.leastEigenvalue;
    expect(at(1.474684)).toBeLessThan(0);
    expect(at(1.474696)).toBeGreaterThan(0);
  });
});
