import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FixedPoints, fixedPoints } from "../../src/model/fixedPoints.ts";
import { drift, driftJacobian } from "../../src/model/kramersMoyal.ts";
import { meanFieldLimit } from "../../src/model/meanField.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import type { Complex } from "../../src/model/stability.ts";
import { anyModel, ballPoint, between, collectiveModel, rateScale } from "./arbitrary.ts";
import { abs, add, type C, c, div, mul, sqrt, sub, toSphere } from "./complex.ts";

const model = (input: object) => spinModel({ spins: 10, ...input });
const kinds = (found: FixedPoints) => found.points.map(({ kind }) => kind);

/**
 * The flow in the stereographic plane is d zeta/dt = -i b/2 + (d + i B_z) zeta + (i conj b / 2) zeta^2, b = B_x + i B_y:
 * its zeros, as points of the sphere, each with its rate (the eigenvalues are that number and its conjugate). Null where
 * the discriminant is so small that the two zeros cannot be told apart in double precision.
 */
function closedForm({ field, collective }: SpinModel): { point: number[]; eigenvalue: C }[] | null {
  const [bx, by, bz] = field;
  const d = collective.decay - collective.pump;
  const linear = c(d, bz);
  const constant = c(by / 2, -bx / 2);
  const quadratic = c(by / 2, bx / 2);
  const root = sqrt(sub(mul(linear, linear), mul(c(4), mul(constant, quadratic))));
  if (abs(root) <= 1e-6 * (Math.hypot(bx, by, bz) + Math.abs(d))) return null;
  if (abs(quadratic) === 0) {
    return [
      { point: [0, 0, 1], eigenvalue: linear },
      { point: [0, 0, -1], eigenvalue: mul(c(-1), linear) },
    ];
  }
  // Of -linear +- root the larger is formed without cancellation; the other zero follows from their product.
  const same = linear.re * root.re + linear.im * root.im >= 0;
  const larger = mul(c(-0.5), same ? add(linear, root) : sub(linear, root));
  const zeros = [div(larger, quadratic), div(constant, larger)];
  return zeros.map((zeta) => ({
    point: toSphere(zeta),
    eigenvalue: add(linear, mul(mul(c(2), quadratic), zeta)),
  }));
}

const distance = (p: readonly number[], q: readonly number[]) => Math.hypot(...p.map((value, i) => value - q[i]!));

describe("the Jacobian of the drift", () => {
  it("is the derivative at any N: exact differences, since the drift is quadratic", () => {
    fc.assert(
      fc.property(anyModel, ballPoint, (finite, r) => {
        for (const chosen of [finite, meanFieldLimit(finite)]) {
          const jacobian = new Float64Array(9);
          driftJacobian(chosen, r, jacobian);
          for (let j = 0; j < 3; j++) {
            const [plus, minus] = [0.5, -0.5].map((step) => {
              const out = new Float64Array(3);
              drift(
                chosen,
                r.map((value, i) => (i === j ? value + step : value)),
                out,
              );
              return out;
            });
            for (let i = 0; i < 3; i++) {
              // Some 30 operations on terms up to 10 rates.
              const rounding = 300 * Number.EPSILON * rateScale(finite);
              expect(Math.abs(plus![i]! - minus![i]! - jacobian[3 * i + j]!)).toBeLessThanOrEqual(rounding);
            }
          }
        }
      }),
    );
  });
});

describe("fixed points on the sphere", () => {
  it("are the zeros of a quadratic in the stereographic plane, with its derivatives as eigenvalues", () => {
    let compared = 0;
    fc.assert(
      fc.property(collectiveModel, (chosen) => {
        const expected = closedForm(chosen);
        if (expected === null) return;
        compared++;
        const found = fixedPoints(chosen);
        expect(found.domain).toBe("sphere");
        expect(found.continuum).toBeNull();
        expect(found.points.length).toBe(2);
        const scale = rateScale(chosen);
        for (const { point, eigenvalue } of expected) {
          const match = found.points.find(({ position }) => distance(position, point) <= 1e-6)!;
          // The closed form itself is good to about (rounding) / (relative separation of the zeros).
          const error = 2 * match.positionError;
          expect(distance(match.position, point)).toBeLessThanOrEqual(error);
          expect(match.positionError).toBeLessThanOrEqual(1e-7);
          for (const { real, imaginary } of match.eigenvalues) {
            expect(Math.abs(real - eigenvalue.re)).toBeLessThanOrEqual(scale * (3.5 * error + 1e-14));
            expect(Math.abs(Math.abs(imaginary) - Math.abs(eigenvalue.im))).toBeLessThanOrEqual(
              scale * (3.5 * error + 1e-14),
            );
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it("are one sink and one source, or two centres where d B_z = 0 and |B| > |d|", () => {
    fc.assert(
      fc.property(collectiveModel, (chosen) => {
        const { field, collective } = chosen;
        const d = collective.decay - collective.pump;
        const size = Math.hypot(...field);
        fc.pre(size + Math.abs(d) > 0 && Math.abs(size - Math.abs(d)) > 1e-6 * (size + Math.abs(d)));
        // A weak product d B_z is a sink to the eye and a centre to rounding.
        const product = Math.abs(d * field[2]);
        fc.pre(product === 0 || product > 1e-9);
        const elliptic = product === 0 && size > Math.abs(d);
        expect(kinds(fixedPoints(chosen))).toEqual(elliptic ? ["centre", "centre"] : ["stable", "unstable"]);
      }),
    );
  });

  it("says that everything is fixed where the flow vanishes", () => {
    for (const collective of [{}, { dephasing: 3 }, { pump: 2, decay: 2, dephasing: 1 }]) {
      expect(fixedPoints(model({ collective }))).toEqual({
        domain: "sphere",
        points: [],
        continuum: { kind: "everywhere" },
      });
    }
  });

  it("reports the double point of |B| = |d| as degenerate, to about half of the digits", () => {
    for (const [field, pump, expected] of [
      [[1, 0, 0], 1, [0, -1, 0]],
      [[0.3, 0.4, 0], 0.5, [0.8, -0.6, 0]],
      [[0, -1e-7, 0], 1e-7, [-1, 0, 0]],
    ] as const) {
      const { points } = fixedPoints(model({ field, collective: { pump } }));
      expect(points.map(({ kind }) => kind)).toEqual(["degenerate"]);
      const [point] = points;
      // |flow| ~ distance^2 is zero to rounding (16 units) within sqrt(16 eps) = 6e-8; the estimate must cover the truth.
      expect(point!.positionError).toBeLessThan(1e-6);
      expect(distance(point!.position, expected)).toBeLessThan(point!.positionError);
    }
  });

  it("separates the pair next to the double point as soon as double precision can", () => {
    // B_x = d (1 + e): the zeros are 2 sqrt(2 e) apart.
    for (const e of [1e-4, 1e-8, 1e-12, -1e-12, -1e-8]) {
      const { points } = fixedPoints(model({ field: [1 + e, 0, 0], collective: { pump: 1 } }));
      expect(points.map(({ kind }) => kind)).toEqual(e > 0 ? ["centre", "centre"] : ["stable", "unstable"]);
      expect(distance(points[0]!.position, points[1]!.position) / (2 * Math.sqrt(2 * Math.abs(e)))).toBeCloseTo(1, 2);
    }
  });

  it("does not depend on the unit of rate", () => {
    const reference = fixedPoints(model({ field: [0.5, 0.25, 1], collective: { decay: 1 } }));
    // Coefficients up to 1e50 = 2^166 are accepted.
    for (const unit of [2 ** -600, 2 ** 160]) {
      const scaled = fixedPoints(model({ field: [0.5 * unit, 0.25 * unit, unit], collective: { decay: unit } }));
      expect(scaled.points.map(({ position }) => position)).toEqual(reference.points.map(({ position }) => position));
      expect(scaled.points[0]!.eigenvalues[0]!.real).toBe(reference.points[0]!.eigenvalues[0]!.real * unit);
    }
  });
});

/** Zeros z in the ball of g_t B_perp^2 z + 2 ((g_- + g_+) z + g_- - g_+) ((d z - g_t)^2 + B_z^2), ascending. */
function heightsInBall({ field, collective, local }: SpinModel): number[] {
  const [bx, by, bz] = field;
  const d = collective.decay - collective.pump;
  const total = local.dephasing + local.pump + local.decay;
  const square = bx * bx + by * by;
  const [sum, difference] = [2 * (local.decay + local.pump), 2 * (local.decay - local.pump)];
  const cubic = (z: number) => total * square * z + (sum * z + difference) * ((d * z - total) ** 2 + bz * bz);
  // The derivative, 3 p z^2 + 2 q z + r, parts [-1, 1] into pieces on which the cubic is monotonic.
  const p = sum * d * d;
  const q = difference * d * d - 2 * sum * d * total;
  const r = total * square + sum * (total * total + bz * bz) - 2 * difference * d * total;
  const root = Math.sqrt(q * q - 3 * p * r);
  const turns = p === 0 ? [-r / (2 * q)] : [(-q - root) / (3 * p), (-q + root) / (3 * p)];
  const ends = [-1, 1, ...turns.filter((z) => Math.abs(z) < 1)].sort((u, v) => u - v);
  const zeros: number[] = [];
  for (let k = 1; k < ends.length; k++) {
    let [low, high] = [ends[k - 1]!, ends[k]!];
    if (cubic(low) * cubic(high) > 0) continue;
    const sign = Math.sign(cubic(low) || -cubic(high));
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (Math.sign(cubic(middle)) === sign) low = middle;
      else high = middle;
    }
    zeros.push((low + high) / 2);
  }
  return zeros.filter((z) => z * z * (1 + square / ((d * z - total) ** 2 + bz * bz)) <= 1 + 1e-9);
}

describe("fixed points in the ball", () => {
  // Weak and strong terms mixed: rates over three decades.
  const rate = fc.oneof(
    fc.constant(0),
    between(-3, 0).map((exponent) => 10 ** exponent),
  );
  const signed = fc.tuple(rate, fc.constantFrom(-1, 1)).map(([value, sign]) => value * sign);
  const rates = fc.record({ dephasing: rate, pump: rate, decay: rate });
  const localModel = fc.record({ field: fc.tuple(signed, signed, signed), collective: rates, local: rates }).map(model);

  it("are all found: their heights are the zeros of a cubic", () => {
    let three = 0;
    fc.assert(
      fc.property(localModel, (chosen) => {
        const { field, local } = chosen;
        fc.pre(local.dephasing + local.pump + local.decay > 0 && Math.hypot(field[0], field[1]) > 0);
        const expected = heightsInBall(chosen);
        // Two zeros closer than this are a matter of rounding in the cubic itself.
        fc.pre(expected.every((z, i) => i === 0 || z - expected[i - 1]! > 1e-5));
        const found = fixedPoints(chosen);
        expect(found.domain).toBe("ball");
        expect(found.continuum).toBeNull();
        const heights = found.points.map(({ position }) => position[2]).sort((p, q) => p - q);
        expect(heights.length).toBe(expected.length);
        // Zeros 1e-5 apart on a cubic whose leading coefficient may be 1e-3^3 of the others are good to 1e-16 / 1e-5 / 1e-3.
        heights.forEach((z, i) => {
          expect(Math.abs(z - expected[i]!)).toBeLessThan(1e-7);
        });
        if (heights.length === 3) three++;
        // Poincare and Hopf: the flow enters the ball, so the signs of det(-J) over all its zeros add up to 1.
        if (found.points.every(({ kind }) => kind !== "degenerate")) {
          const signs = found.points.map(({ eigenvalues: [p, q, r] }) => {
            const real = (u: Complex, v: Complex) => u.real * v.real - u.imaginary * v.imaginary;
            return Math.sign(p!.imaginary === 0 ? -p!.real * real(q!, r!) : -r!.real * real(p!, q!));
          });
          expect(signs.reduce((total, sign) => total + sign, 0)).toBe(1);
        }
      }),
      { numRuns: 2000 },
    );
    expect(three).toBeGreaterThan(20);
  });

  it("relax to the Bloch equations' steady state with local processes alone", () => {
    const [bx, total, sum, difference] = [0.7, 0.6, 1, 0.6];
    const found = fixedPoints(model({ field: [bx, 0, 0], local: { dephasing: 0.1, pump: 0.1, decay: 0.4 } }));
    // a_y = -B_x z - g_t y = 0 and a_z = B_x y - 2 (g_- + g_+) z - 2 (g_- - g_+) = 0.
    const z = -difference / (sum + (bx * bx) / total);
    expect(kinds(found)).toEqual(["stable"]);
    expect(distance(found.points[0]!.position, [0, (-bx * z) / total, z])).toBeLessThan(1e-14);
  });

  it("say when they fill the axis: local dephasing and nothing that moves z", () => {
    for (const field of [
      [0, 0, 0],
      [0, 0, 2],
    ]) {
      const found = fixedPoints(model({ field, collective: { decay: 0.3 }, local: { dephasing: 1 } }));
      expect(found).toEqual({ domain: "ball", points: [], continuum: { kind: "axis" } });
    }
  });

  it("say when they fill a circle: collective decay against local pump", () => {
    const chosen = model({ collective: { decay: 1 }, local: { pump: 0.1 } });
    const { points, continuum } = fixedPoints(chosen);
    expect(kinds({ points, continuum, domain: "ball" })).toEqual(["saddle"]);
    expect(points[0]!.position).toEqual([0, 0, 1]);
    if (continuum?.kind !== "circle") throw new Error("no circle");
    // z = g_+ / d and radius^2 = 2 g_+ (1 - z) / d.
    expect(continuum.z).toBeCloseTo(0.1, 15);
    expect(continuum.radius).toBeCloseTo(Math.sqrt(0.18), 15);
    for (const phase of [0, 1, 2]) {
      const out = new Float64Array(3);
      const [x, y] = [continuum.radius * Math.cos(phase), continuum.radius * Math.sin(phase)];
      drift(meanFieldLimit(chosen), [x, y, continuum.z], out);
      expect(Math.hypot(...out)).toBeLessThan(1e-15);
    }
  });

  it("have no circle where the circle would turn, or lie outside, or shrink to nothing", () => {
    expect(
      fixedPoints(model({ field: [0, 0, 1], collective: { decay: 1 }, local: { pump: 0.1 } })).continuum,
    ).toBeNull();
    expect(fixedPoints(model({ collective: { decay: 1 }, local: { pump: 2 } })).continuum).toBeNull();
    const threshold = fixedPoints(model({ collective: { decay: 1 }, local: { pump: 1 } }));
    expect(threshold.continuum).toBeNull();
    expect(kinds(threshold)).toEqual(["degenerate"]);
  });

  it("admit that a point on a nearly fixed axis is not known", () => {
    const { points } = fixedPoints(model({ field: [1e-12, 0, 0], local: { dephasing: 0.1 } }));
    expect(points.map(({ kind }) => kind)).toEqual(["degenerate"]);
    expect(points[0]!.positionError).toBeGreaterThanOrEqual(1);
  });
});
