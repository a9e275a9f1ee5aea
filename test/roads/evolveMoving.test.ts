import { ConvergenceError, type EvolveOptions, evolve, parameterDrive, type SpinModelInput, spinModel } from "blochfem";
import { evolveDensity } from "blochfem/fem";
import type { ErrorEstimate, SpinMoments } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { momentFunctionals } from "../../src/fem/functionals.ts";
import { densityMoments } from "../../src/fem/moments.ts";

/** What the two answers differ by above the sum of their errors, over all first and second moments and times: at most 0. */
type Answer = { readonly observables: readonly SpinMoments[]; readonly errorEstimate: readonly ErrorEstimate[] };

function excess(one: Answer, other: Answer): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const [k, seen] of one.observables.entries()) {
    for (const group of ["mean", "square", "cross"] as const) {
      for (const i of [0, 1, 2] as const) {
        const apart = Math.abs(seen[group][i] - other.observables[k]![group][i]);
        most = Math.max(most, apart - one.errorEstimate[k]![group][i] - other.errorEstimate[k]![group][i]);
      }
    }
  }
  return most;
}

const largest = ({ errorEstimate }: Answer): number =>
  Math.max(...errorEstimate.flatMap(({ mean, square, cross }) => [...mean, ...square, ...cross]));

const along = { coherent: [1, 0, 0] } as const;
const jump = { rate: 0.3, operator: [1, [0, 0.5], 0.2] } as const;

// 60 spins: above the bands that cut nothing off, and where harmonics, which share no formula with this, are exact.
const models: readonly (readonly [
  string,
  Omit<SpinModelInput, "spins">,
  EvolveOptions["initial"],
  readonly number[],
  string,
])[] = [
  ["decay in a field", { field: [0.5, 0, 0], collective: { decay: 1 } }, along, [0, 0.3, 2], "tangentPlane"],
  [
    "an interaction and a jump",
    { field: [0.4, 0.2, -0.3], interaction: { zz: 0.4, xy: -0.2 }, collective: { decay: 0.7, jumps: [jump] } },
    { coherent: [0.6, 0, -0.8] },
    [0.3, 1],
    "tangentPlane",
  ],
  ["an interaction alone", { interaction: { zz: 1 } }, along, [0.1, 0.3], "tangentPlane"],
  ["closed orbits", { field: [1.5, 0, 0], collective: { decay: 1 } }, along, [0.5, 4], "shiftedSphere"],
  [
    "a mixture",
    { field: [0.3, 0.2, 0], collective: { decay: 1, dephasing: 0.1 } },
    {
      mixture: [
        { weight: 0.25, coherent: [1, 0, 0] },
        { weight: 0.75, coherent: [0, 0.6, -0.8] },
      ],
    },
    [0, 1],
    "tangentPlane",
  ],
];

describe("P in functions that move with it", () => {
  it.each(models)(
    "is where harmonics find it, and no less certain than it says: %s",
    (_, given, initial, times, functions) => {
      const model = spinModel({ spins: 60, ...given });
      const run = evolve(model, { initial, times, method: "fem" }).result();
      const right = evolve(model, { initial, times, method: "harmonic", band: 60, tolerance: 1e-9 }).result();
      expect(run.method === "fem" && run.scheme === "galerkin" && run.solution.band!.functions).toBe(functions);
      expect(excess(run, right)).toBeLessThanOrEqual(0);
      expect(largest(run)).toBeLessThan(1e-7);
      for (const [k, { purity }] of run.observables.entries())
        expect(Math.abs(purity - right.observables[k]!.purity)).toBeLessThanOrEqual(
          run.errorEstimate[k]!.purity + right.errorEstimate[k]!.purity,
        );
    },
  );

  it("follows a model of which a rate, and the field, depend on time", () => {
    const model = spinModel({ spins: 60, collective: { decay: 1 } });
    const field = parameterDrive(model, { "collective.decay": "1 + 0.5*sin(3*t)", "field.0": "0.4*cos(2*t)" });
    const request = { initial: along, times: [0.5, 1.5], field };
    const run = evolve(model, { ...request, method: "fem" }).result();
    const right = evolve(model, { ...request, method: "harmonic", band: 60, tolerance: 1e-9 }).result();
    expect(run.method === "fem" && run.scheme === "galerkin" && run.solution.band!.functions).toBe("tangentPlane");
    expect(excess(run, right)).toBeLessThanOrEqual(0);
  });

  it("is what auto takes at a million spins, as far as harmonics of a low degree can tell", () => {
    const model = spinModel({
      spins: 1_000_000,
      field: [0.5, 0, 0],
      interaction: { zz: 0.2 },
      collective: { decay: 1 },
    });
    const request = { initial: along, times: [1] };
    const run = evolve(model, request).result();
    const right = evolve(model, { ...request, method: "harmonic", band: 60, tolerance: 1e-8 }).result();
    expect(run.method).toBe("fem");
    expect(run.reason).toContain("first choice");
    expect(largest(run)).toBeLessThan(1e-9);
    expect(excess(run, right)).toBeLessThanOrEqual(0);
  });

  it("goes on from a snapshot to the same bits, also by another way than the first", () => {
    const model = spinModel({ spins: 60, field: [1.5, 0, 0], collective: { decay: 1 } });
    const request = { initial: along, times: [0.5, 2, 3], method: "fem" } as const;
    const run = evolve(model, request);
    const snapshots = [...snapshotsOf(run, 2)];
    const steps = [...run].map(({ observables }) => observables);
    for (const [index, snapshot] of snapshots.entries()) {
      const rest = evolve(model, { ...request, resume: { index, snapshot } }).result();
      expect(rest.observables).toEqual(steps.slice(index + 1));
    }
  });

  it("says what P has outgrown where no functions hold it", () => {
    // From the unstable point P spreads over the sphere, whatever N is.
    const model = spinModel({ spins: 100_000, collective: { decay: 1 } });
    const run = evolve(model, { initial: { coherent: [0, 0, 1] }, times: [5], method: "fem" });
    expect(() => run.result()).toThrow(ConvergenceError);
    expect(() => run.result()).toThrow(
      /a plane that moves with P, degree 10: at t = [\d.]+ P is as wide as .*; a shifted sphere/,
    );
    expect(() => run.result()).toThrow("from an unstable point P spreads over the sphere");
  });

  it("has P on a mesh that is graded for it", () => {
    const model = spinModel({ spins: 10_000, field: [0.5, 0, 0], collective: { decay: 1 } });
    const initial = { kind: "coherent", direction: [1, 0, 0] } as const;
    const { observables, final, mesh } = evolveDensity({ model, initial, times: [0.5], density: true });
    const { space, density } = final();
    expect(mesh).toBe("icosphere:2 graded around P, P in a plane that moves with P");
    const { moments } = densityMoments(momentFunctionals(space), density(), model.spins);
    // Elements of degree 6 interpolate P, some three of them to its width.
    for (const k of [0, 1, 2] as const) expect(Math.abs(moments.mean[k] - observables[0]!.mean[k])).toBeLessThan(1e-5);
  });
});

function* snapshotsOf(run: ReturnType<typeof evolve>, count: number) {
  for (const step of run) {
    yield structuredClone(step.snapshot());
    if (step.index + 1 === count) return;
  }
}

it("twisting of many spins that outgrows its plane ends at once: no band of moments is tried that cuts off what comes back", () => {
  const model = spinModel({ spins: 1e5, field: [0.01, 0, 0], interaction: { zz: 1 } });
  const twisted = () => evolve(model, { initial: { coherent: [1, 0, 0] }, times: [60] }).result();
  expect(twisted).toThrow(/in the plane do not converge.*harmonic was not tried: nothing damps the moments/);
});
