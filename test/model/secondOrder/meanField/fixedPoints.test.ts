import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as sevenRates from "../../../../src/model/fixedPoints.ts";
import { operatorOf } from "../../../../src/model/operator/operator.ts";
import {
  type Coefficients,
  coefficientsOf,
  type Dissipation,
  type Interaction,
  type Triple,
} from "../../../../src/model/secondOrder/coefficients.ts";
import { drift } from "../../../../src/model/secondOrder/kramersMoyal.ts";
import { fixedPointsOf } from "../../../../src/model/secondOrder/meanField/fixedPoints.ts";
import { turned, turnedVector } from "../../../../src/model/secondOrder/turn.ts";
import { hasLocalRates } from "../../../../src/model/spinModel.ts";
import { anyModel, collectiveModel } from "../../arbitrary.ts";
import { asSecondOrder, coefficients, orthogonal, scaleOf } from "../arbitrary.ts";

const none: Dissipation = { dephasing: 0, pump: 0, decay: 0, jumps: [] };

const model = (field: Triple, interaction: Partial<Interaction>, collective: Partial<Dissipation> = {}): Coefficients =>
  coefficientsOf({
    spins: 10,
    field,
    interaction: { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0, ...interaction },
    collective: { ...none, ...collective },
    local: none,
  });

const distance = (p: readonly number[], q: readonly number[]) => Math.hypot(...p.map((value, i) => value - q[i]!));

const collectiveCoefficients = coefficients(fc.constant(5), false);

describe("fixed points on the sphere", () => {
  it("are zeros of the flow, at most six, with indices that sum to 2", () => {
    const counts = new Map<number, number>();
    fc.assert(
      fc.property(collectiveCoefficients, (of) => {
        const { points, complete, sets } = fixedPointsOf(of);
        expect(sets).toEqual([]);
        expect(complete).toBe(true);
        expect(points.length).toBeLessThanOrEqual(6);
        counts.set(points.length, (counts.get(points.length) ?? 0) + 1);
        const out = new Float64Array(3);
        for (const { position } of points) {
          drift({ ...of, spins: Number.POSITIVE_INFINITY }, position, out);
          expect(Math.hypot(...out)).toBeLessThan(1e-13 * scaleOf(of));
          expect(Math.hypot(...position)).toBeCloseTo(1, 14);
        }
      }),
      { numRuns: 60 },
    );
    expect([...counts.keys()].sort()).toEqual([2, 4, 6]);
  });

  it("turn with the model", () => {
    fc.assert(
      fc.property(collectiveCoefficients, orthogonal, (of, rotation) => {
        const before = fixedPointsOf(of).points;
        const after = fixedPointsOf(turned(of, rotation)).points;
        expect(after.length).toBe(before.length);
        for (const { position, kind } of before) {
          const expected = turnedVector(position, rotation);
          const nearest = after.reduce((one, other) =>
            distance(other.position, expected) < distance(one.position, expected) ? other : one,
          );
          expect(distance(nearest.position, expected)).toBeLessThan(1e-10);
          expect(nearest.kind).toBe(kind);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("are what they were for the seven rates", () => {
    fc.assert(
      fc.property(collectiveModel, (given) => {
        const expected = sevenRates.fixedPoints(given);
        const found = fixedPointsOf(coefficientsOf(asSecondOrder(given)));
        if (expected.continuum !== null) {
          expect(found.sets).toEqual([{ kind: "everywhere" }]);
          return;
        }
        if (expected.points.some(({ kind }) => kind === "degenerate")) return;
        expect(found.points.length).toBe(expected.points.length);
        for (const { position, kind, positionError } of expected.points) {
          const nearest = found.points.reduce((one, other) =>
            distance(other.position, position) < distance(one.position, position) ? other : one,
          );
          expect(distance(nearest.position, position)).toBeLessThanOrEqual(4 * (positionError + nearest.positionError));
          expect(nearest.kind).toBe(kind);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("of an interaction alone are its axes: two minima, two maxima and two saddles", () => {
    const { points, complete } = fixedPointsOf(model([0, 0, 0], { xx: 1, yy: -0.5, zz: 0.2 }));
    expect(complete).toBe(true);
    expect(points.map(({ kind }) => kind)).toEqual(["centre", "centre", "centre", "centre", "saddle", "saddle"]);
    for (const { position, kind } of points.filter((point) => point.kind === "saddle")) {
      expect(Math.abs(position[2])).toBeCloseTo(1, 14);
      expect(kind).toBe("saddle");
    }
  });

  it("fill a circle where one axis is twisted and the field is along it: z = -B / chi", () => {
    // H = B J_z + chi J_z^2 / N turns every spin about z at the rate B + chi z of the mean field.
    const { points, sets } = fixedPointsOf(model([0, 0, 0.3], { zz: 0.5 }));
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({ kind: "circle", normal: [0, 0, 1] });
    const { centre, radius } = sets[0] as { centre: Triple; radius: number };
    expect(centre[2]).toBeCloseTo(-0.6, 12);
    expect(radius).toBeCloseTo(0.8, 12);
    expect(points.map(({ position }) => position[2])).toEqual([1, -1]);
    expect(fixedPointsOf(model([0, 0, 0.7], { zz: 0.5 })).sets).toEqual([]);
  });

  it("has everything at rest where nothing moves: chi a multiple of 1", () => {
    const { sets } = fixedPointsOf(model([0, 0, 0], { xx: 0.3, yy: 0.3, zz: 0.3 }, { dephasing: 1 }));
    expect(sets).toEqual([{ kind: "everywhere" }]);
  });
});

describe("the Lipkin-Meshkov-Glick model", () => {
  // H = h J_z + (chi/N) J_x^2: poles alone for |h| > |chi|; for |h| < |chi| one pole becomes a saddle and two points with z = h / chi appear.
  const kinds = (h: number, chi: number) => fixedPointsOf(model([0, 0, h], { xx: chi })).points.map(({ kind }) => kind);

  it("has its phases at |h| = |chi|", () => {
    for (const chi of [1, -1, 0.4]) {
      for (const ratio of [-3, -1.01, 1.01, 2]) expect(kinds(ratio * chi, chi)).toEqual(["centre", "centre"]);
      for (const ratio of [-0.99, -0.3, 0.5, 0.99])
        expect(kinds(ratio * chi, chi)).toEqual(["centre", "centre", "centre", "saddle"]);
    }
  });

  it("has its broken-symmetry points at z = h / chi on the great circle y = 0", () => {
    const { points } = fixedPointsOf(model([0, 0, 0.5], { xx: -1 }));
    const broken = points.filter(({ position }) => Math.abs(position[2]) < 0.99);
    expect(broken).toHaveLength(2);
    for (const { position, eigenvalues } of broken) {
      expect(Math.abs(position[1])).toBeLessThan(1e-14);
      // (h e_z + chi x e_x) x r = 0: h / z = chi.
      expect(position[2]).toBeCloseTo(0.5 / -1, 13);
      expect(Math.abs(eigenvalues[0]!.imaginary)).toBeCloseTo(Math.sqrt(1 - 0.25), 12);
    }
  });

  it("with decay has a stable point each side of a dissipative transition", () => {
    // Decay makes the centres spiral in or out; the pole z = -1 is stable until the interaction wins over the decay.
    const at = (chi: number) => fixedPointsOf(model([0, 0, 1], { xx: chi }, { decay: 0.3 }));
    expect(at(0.1).points.map(({ kind }) => kind)).toEqual(["stable", "unstable"]);
    const broken = at(-4);
    expect(broken.complete).toBe(true);
    expect(broken.points.filter(({ kind }) => kind === "stable").every(({ position }) => position[2] > -1)).toBe(true);
    expect(broken.points.filter(({ kind }) => kind === "saddle")).toHaveLength(1);
  });
});

describe("coherently radiating spin states", () => {
  it("are stable below the critical drive: B = b k_-, z = -sqrt(1 - b^2)", () => {
    const { points } = fixedPointsOf(
      model([0.6, 0, 0], {}, { jumps: [{ rate: 1, operator: operatorOf("Jm", "collective") }] }),
    );
    expect(points.map(({ kind }) => kind)).toEqual(["stable", "unstable"]);
    expect(points[0]!.position[2]).toBeCloseTo(-0.8, 13);
  });
});

describe("fixed points in the ball", () => {
  it("are zeros of the flow inside it, with indices that sum to 1, and turn with the model", () => {
    const counts = new Set<number>();
    fc.assert(
      fc.property(coefficients(fc.constant(5)), orthogonal, (of, rotation) => {
        fc.pre(Math.max(...of.local.symmetric.slice(0, 3)) > 0.05);
        const { domain, points, complete, sets } = fixedPointsOf(of);
        expect(domain).toBe("ball");
        expect(sets).toEqual([]);
        expect(complete).toBe(true);
        counts.add(points.length);
        const out = new Float64Array(3);
        const after = fixedPointsOf(turned(of, rotation)).points;
        expect(after.length).toBe(points.length);
        for (const { position, kind } of points) {
          drift({ ...of, spins: Number.POSITIVE_INFINITY }, position, out);
          expect(Math.hypot(...out)).toBeLessThan(1e-13 * scaleOf(of));
          expect(Math.hypot(...position)).toBeLessThanOrEqual(1);
          const expected = turnedVector(position, rotation);
          const nearest = after.reduce((one, other) =>
            distance(other.position, expected) < distance(one.position, expected) ? other : one,
          );
          expect(distance(nearest.position, expected)).toBeLessThan(1e-10);
          expect(nearest.kind).toBe(kind);
        }
      }),
      { numRuns: 40 },
    );
    expect(counts.has(1)).toBe(true);
  });

  it("are what they were for the seven rates, circles and the axis included", () => {
    let compared = 0;
    fc.assert(
      fc.property(anyModel, (given) => {
        if (!hasLocalRates(given)) return;
        const expected = sevenRates.fixedPoints(given);
        if (expected.points.some(({ kind }) => kind === "degenerate")) return;
        const { points, sets } = fixedPointsOf(coefficientsOf(asSecondOrder(given)));
        compared++;
        expect(points.length).toBe(expected.points.length);
        for (const { position, kind, positionError } of expected.points) {
          const nearest = points.reduce((one, other) =>
            distance(other.position, position) < distance(one.position, position) ? other : one,
          );
          expect(distance(nearest.position, position)).toBeLessThanOrEqual(4 * (positionError + nearest.positionError));
          expect(nearest.kind).toBe(kind);
        }
        const { continuum } = expected;
        expect(sets.length).toBe(continuum === null ? 0 : 1);
        if (continuum?.kind === "circle") {
          expect(sets[0]).toMatchObject({ kind: "circle" });
          const { centre, radius } = sets[0] as { centre: Triple; radius: number };
          expect(Math.abs(centre[2] - continuum.z)).toBeLessThan(1e-6);
          expect(Math.abs(radius - continuum.radius)).toBeLessThan(1e-6);
        }
        if (continuum?.kind !== "axis") return;
        const { from, to } = sets[0] as { from: Triple; to: Triple };
        expect(distance(from, [0, 0, -1])).toBeLessThan(1e-6);
        expect(distance(to, [0, 0, 1])).toBeLessThan(1e-6);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it("of decay against an interaction are up to three, two of them stable", () => {
    // Local decay and H = h J_z + (chi/N) J_x^2: the spin-flip symmetric phase, and two broken ones.
    const at = (chi: number) =>
      fixedPointsOf({
        ...model([0, 0, 1], { xx: chi }),
        local: { symmetric: [0.1, 0.1, 0, 0, 0, 0], skew: [0, 0, 0.1] },
      });
    expect(at(0.2).points.map(({ kind }) => kind)).toEqual(["stable"]);
    expect(at(0.2).points[0]!.position[2]).toBeCloseTo(-1, 12);
    const { points, complete } = at(-3);
    expect(complete).toBe(true);
    expect(points.map(({ kind }) => kind)).toEqual(["stable", "stable", "saddle"]);
  });
});
