import { evolve, spinModel } from "blochfem";
import { icosphere } from "blochfem/mesh";
import { describe, expect, it } from "vitest";
import { blockTrace } from "../../src/state/blocks/blockDensity.ts";

const model = spinModel({ spins: 6, field: [0.7, 0.2, 0], collective: { dephasing: 0.6, pump: 0.4, decay: 0.3 } });
const start = { initial: { coherent: [0.6, 0, 0.8] } } as const;
const request = { ...start, to: 1, every: 0.25 } as const;

describe("the final state", () => {
  const local = spinModel({
    spins: 3,
    field: [0.5, 0, 0.2],
    collective: { decay: 0.3, pump: 0.3 },
    local: { decay: 0.2 },
  });
  const turned = spinModel({ spins: 6, field: [0, 0, 3], collective: { dephasing: 0.6, pump: 0.4, decay: 0.3 } });

  it.each([
    ["on the sphere", model],
    ["in the ball", local],
    ["in a frame that turns", turned],
  ])("is one by all roads, %s", (_, one) => {
    const [exact, ...others] = (["dicke", "harmonic", "fem"] as const).map((method) =>
      evolve(one, { ...request, method, tolerance: 1e-5 }).final(),
    );
    const directions = [
      [1, 0, 0],
      [0, 0.6, 0.8],
      [0, 0, -1],
    ] as const;
    for (const state of others) {
      const bound = exact!.stateError().traceNorm + state.stateError().traceNorm;
      expect(largestDifference(exact!.densityMatrix(), state.densityMatrix())).toBeLessThan(bound);
      const [a, b] = [exact!.husimi(directions), state.husimi(directions)];
      for (const [k, value] of a.entries()) expect(Math.abs(value - b[k]!)).toBeLessThan(bound);
      expect(state.initial).toEqual({ kind: "coherent", direction: [0.6, 0, 0.8] });
      expect(bound).toBeLessThan(0.05);
    }
  });

  it("has P where elements have it, and says what trajectories do not know", () => {
    const onMesh = evolve(model, {
      ...request,
      method: "fem",
      mesh: icosphere(1),
      degree: 4,
      tolerance: 1e-3,
      density: true,
    });
    const { density } = onMesh.final();
    expect(Math.abs(density!.summary.mass - 1)).toBeLessThan(1e-10);
    expect(density!.at([0, 0, 1])).toBeGreaterThan(0);
    const walks = evolve(model, { ...request, method: "sde", trajectories: 64 });
    expect(walks.final().observables.mean).toHaveLength(3);
    expect(() => walks.final().densityMatrix()).toThrow("the density matrix is not known");
    const rho = evolve(local, { ...start, times: [0] })
      .final()
      .densityMatrix();
    if ("blocks" in rho) expect(Math.abs(blockTrace(rho) - 1)).toBeLessThan(1e-12);
  });
});

type Rho = ReturnType<ReturnType<ReturnType<typeof evolve>["final"]>["densityMatrix"]>;

function largestDifference(a: Rho, b: Rho): number {
  const parts = (rho: Rho) =>
    ("blocks" in rho ? rho.blocks : [rho]).flatMap(({ real, imaginary }) => [real, imaginary]);
  const other = parts(b);
  return Math.max(
    ...parts(a).flatMap((values, k) => Array.from(values, (value, i) => Math.abs(value - other[k]![i]!))),
  );
}
