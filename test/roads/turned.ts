import { type SpinModel, spinModel } from "blochfem";
import type { SpinMoments } from "blochfem/state";
import { expect } from "vitest";
import { coefficientsOf, type Triple } from "../../src/model/secondOrder/coefficients.ts";
import { jumpsOf } from "../../src/model/secondOrder/jumps.ts";
import { type Orthogonal, turned, turnedVector } from "../../src/model/secondOrder/turn.ts";

type Moments = SpinMoments & { readonly purity: number };

/** The same physics in axes that are turned: every process is a jump then. */
export function turnedModel(model: SpinModel, rotation: Orthogonal): SpinModel {
  const { spins, field, interaction, collective, local } = turned(coefficientsOf(model), rotation);
  const [xx, yy, zz, xy, xz, yz] = interaction;
  return spinModel({
    spins,
    field,
    interaction: { xx, yy, zz, xy, xz, yz },
    collective: { jumps: jumpsOf(collective) },
    local: { jumps: jumpsOf(local) },
  });
}

/** Second moments as a matrix, turned like the first. */
function turnedMoments({ mean, square, cross }: SpinMoments, rotation: Orthogonal): SpinMoments {
  const [xx, yy, zz] = square;
  const [xy, xz, yz] = cross;
  const rows: Orthogonal = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const columns = rows.map((row) => turnedVector(row, rotation));
  const entry = (a: 0 | 1 | 2, b: 0 | 1 | 2): number => {
    const column: Triple = [columns[0]![b], columns[1]![b], columns[2]![b]];
    return turnedVector(column, rotation)[a];
  };
  return {
    mean: turnedVector(mean, rotation),
    square: [entry(0, 0), entry(1, 1), entry(2, 2)],
    cross: [entry(0, 1), entry(0, 2), entry(1, 2)],
  };
}

/** The `found` of the turned model are the original ones, turned, to within `limit`: a number, or one for each observable. */
export function expectTurned(original: Moments, found: Moments, rotation: Orthogonal, limit: number | Moments): void {
  const wanted = turnedMoments(original, rotation);
  for (const name of ["mean", "square", "cross"] as const) {
    for (const [k, value] of found[name].entries()) {
      const within = typeof limit === "number" ? limit : limit[name][k]!;
      expect(Math.abs(value - wanted[name][k]!), `${name} ${k}`).toBeLessThan(within);
    }
  }
  const within = typeof limit === "number" ? limit : limit.purity;
  expect(Math.abs(found.purity - original.purity), "purity").toBeLessThan(within);
}
