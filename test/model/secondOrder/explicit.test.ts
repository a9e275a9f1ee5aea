import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOperator } from "../../../src/model/operator/operator.ts";
import { coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { diffusion, drift } from "../../../src/model/secondOrder/kramersMoyal.ts";
import { equationOf } from "../../reference/equation.ts";
import {
  add,
  adjoint,
  type ComplexMatrix,
  identity,
  kronecker,
  scale,
  sum,
  times,
} from "../../reference/explicit/complexMatrix.ts";
import { explicitEquation } from "../../reference/explicit/masterEquation.ts";
import { along, pauli, productState, sites, totalSpin } from "../../reference/explicit/spins.ts";
import { ballPoint } from "../arbitrary.ts";
import { generalModel, scaleOf } from "./arbitrary.ts";

type Point = readonly [number, number, number];

/** Index of D_ij among its six numbers. */
const SIX = [
  [0, 3, 4],
  [3, 1, 5],
  [4, 5, 2],
] as const;

/** Derivatives of (1 + r.sigma)/2 to the power N, from the product rule: sigma/2 at the places of `axes`, in all ways. */
function derivative(spins: number, r: Point, axes: readonly number[]): ComplexMatrix {
  const single = scale(add(identity(2), along(r, pauli)), 0.5);
  const choices = axes.length === 1 ? sites(spins).map((site) => [site]) : pairs(spins);
  return sum(
    choices.map((chosen) =>
      sites(spins)
        .map((site) => (chosen.includes(site) ? scale(pauli[axes[chosen.indexOf(site)] as 0 | 1 | 2], 0.5) : single))
        .reduce(kronecker),
    ),
  );
}

const pairs = (spins: number): number[][] =>
  sites(spins).flatMap((first) =>
    sites(spins)
      .filter((second) => second !== first)
      .map((second) => [first, second]),
  );

const largest = ({ re, im }: ComplexMatrix): number => Math.max(re.max(), -re.min(), im.max(), -im.min());

describe("drift and diffusion", () => {
  it("are those of the master equation: L[alpha(r)] = a_i d_i alpha + D_ij d_i d_j alpha / 2N in 2^N dimensions", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 2, max: 3 })), ballPoint, (model, r) => {
        const { spins } = model;
        const of = coefficientsOf(model);
        const exact = explicitEquation(equationOf(model)).derivative(productState(spins, r));
        const a = new Float64Array(3);
        const d = new Float64Array(6);
        drift(of, r, a);
        diffusion(of, r, d);
        const terms = [0, 1, 2].flatMap((i) => [
          scale(derivative(spins, r, [i]), a[i]!),
          ...[0, 1, 2].map((j) => scale(derivative(spins, r, [i, j]), d[SIX[i]![j]!]! / (2 * spins))),
        ]);
        expect(largest(add(exact, scale(sum(terms), -1)))).toBeLessThan(1e-14 * 20 * scaleOf(of));
      }),
      { numRuns: 40 },
    );
  });

  it("are determined by that: the nine derivatives are independent for two spins or more", () => {
    // Inside, on the sphere and at the centre: the Gram determinant of the nine matrices does not vanish.
    for (const r of [
      [0, 0, 0],
      [0.3, -0.2, 0.5],
      [0.6, 0, 0.8],
    ] as const) {
      const nine = [
        ...[0, 1, 2].map((i) => derivative(2, r, [i])),
        ...[
          [0, 0],
          [1, 1],
          [2, 2],
          [0, 1],
          [0, 2],
          [1, 2],
        ].map((axes) => derivative(2, r, axes)),
      ];
      const flat = nine.map(({ re, im }) => [...re.to1DArray(), ...im.to1DArray()]);
      // Gram-Schmidt: what is left of each.
      const kept: number[][] = [];
      for (const vector of flat) {
        let rest = [...vector];
        for (let pass = 0; pass < 2; pass++)
          for (const unit of kept) {
            const overlap = unit.reduce((total, entry, k) => total + entry * rest[k]!, 0);
            rest = rest.map((entry, k) => entry - overlap * unit[k]!);
          }
        const size = Math.hypot(...rest);
        expect(size).toBeGreaterThan(0.1);
        kept.push(rest.map((entry) => entry / size));
      }
    }
  });
});

describe("a number added to a jump operator", () => {
  it("is the field that the message about it names: D[A + c] = D[A] - i [Im(c conj(l)) . spin, . ]", () => {
    // A + c = l.J + c with l = (1, 0.6 i, 0) and c = 2 - i, for which the message says [-1, -1.2, 0] times 2 rate / N.
    const spin = totalSpin(2);
    const rho = productState(2, [0.3, -0.5, 0.4]);
    const dissipated = (a: ComplexMatrix): ComplexMatrix => {
      const square = times(adjoint(a), a);
      const loss = scale(add(times(square, rho), times(rho, square)), -0.5);
      return add(times(times(a, rho), adjoint(a)), loss);
    };
    const jump = along([1, [0, 0.6], 0], spin);
    const change = add(dissipated(add(jump, scale(identity(4), 2, -1))), scale(dissipated(jump), -1));
    const field = along([-1, -1.2, 0], spin);
    const turning = scale(add(times(field, rho), scale(times(rho, field), -1)), 0, -1);
    expect(largest(add(change, scale(turning, -1)))).toBeLessThan(1e-14);
    expect(checkOperator("Jx + 0.6i*Jy + 2 - i", "collective").issue!.remedy).toContain(
      "2 rate / N times [-1, -1.2, 0]",
    );
  });
});
