import { evolve, type SpinModel, spinModel, steady } from "blochfem";
import type { Triple } from "blochfem/model";
import type { SpinMoments } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { coefficientsOf } from "../../src/model/secondOrder/coefficients.ts";
import { jumpsOf } from "../../src/model/secondOrder/jumps.ts";
import { type Orthogonal, turned, turnedVector } from "../../src/model/secondOrder/turn.ts";
import { generalModels } from "../reference/general.ts";

/** By 1.1 about an axis that no part of a model lies along. */
const ROTATION: Orthogonal = rotationBy([0.36, 0.48, 0.8], 1.1);

function rotationBy([x, y, z]: Triple, angle: number): Orthogonal {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const d = 1 - c;
  return [
    [c + x * x * d, x * y * d - z * s, x * z * d + y * s],
    [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
    [z * x * d - y * s, z * y * d + x * s, c + z * z * d],
  ];
}

/** The same physics in axes that are turned: every process is a jump then. */
function turnedModel(model: SpinModel): SpinModel {
  const { spins, field, interaction, collective, local } = turned(coefficientsOf(model), ROTATION);
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
function turnedMoments({ mean, square, cross }: SpinMoments): SpinMoments {
  const [xx, yy, zz] = square;
  const [xy, xz, yz] = cross;
  const rows: Orthogonal = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const columns = rows.map((row) => turnedVector(row, ROTATION));
  const entry = (a: 0 | 1 | 2, b: 0 | 1 | 2): number => {
    const column: Triple = [columns[0]![b], columns[1]![b], columns[2]![b]];
    return turnedVector(column, ROTATION)[a];
  };
  return {
    mean: turnedVector(mean, ROTATION),
    square: [entry(0, 0), entry(1, 1), entry(2, 2)],
    cross: [entry(0, 1), entry(0, 2), entry(1, 2)],
  };
}

function expectTurned(
  original: SpinMoments & { readonly purity: number },
  found: SpinMoments & { readonly purity: number },
): void {
  const wanted = turnedMoments(original);
  for (const name of ["mean", "square", "cross"] as const) {
    for (const [k, value] of found[name].entries()) {
      expect(Math.abs(value - wanted[name][k]!), `${name} ${k}`).toBeLessThan(1e-10);
    }
  }
  expect(Math.abs(found.purity - original.purity)).toBeLessThan(1e-10);
}

describe.each(["harmonic", "dicke"] as const)("a model that is turned, by %s", (method) => {
  it.each(generalModels.filter(({ steady: known }) => known !== null))(
    "$name has the steady state turned",
    ({ model }) => {
      expectTurned(steady(model, { method }).observables, steady(turnedModel(model), { method }).observables);
    },
  );

  it.each(generalModels)("$name has the evolution turned", ({ model, initial }) => {
    const run = (of: SpinModel, direction: Triple) =>
      evolve(of, { method, initial: { kind: "coherent", direction }, times: [0, 0.5, 2] }).result().observables;
    const original = run(model, initial);
    const found = run(turnedModel(model), turnedVector(initial, ROTATION));
    for (const [k, state] of original.entries()) expectTurned(state, found[k]!);
  });
});
