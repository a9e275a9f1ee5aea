import { evolve, type SpinModel, steady } from "blochfem";
import type { Triple } from "blochfem/model";
import { describe, it } from "vitest";
import { type Orthogonal, turnedVector } from "../../src/model/secondOrder/turn.ts";
import { generalModels } from "../reference/general.ts";
import { expectTurned, turnedModel } from "./turned.ts";

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

describe.each(["harmonic", "dicke"] as const)("a model that is turned, by %s", (method) => {
  it.each(generalModels.filter(({ steady: known }) => known !== null))(
    "$name has the steady state turned",
    ({ model }) => {
      const found = steady(turnedModel(model, ROTATION), { method }).observables;
      expectTurned(steady(model, { method }).observables, found, ROTATION, 1e-10);
    },
  );

  it.each(generalModels)("$name has the evolution turned", ({ model, initial }) => {
    const run = (of: SpinModel, direction: Triple) =>
      evolve(of, { method, initial: { kind: "coherent", direction }, times: [0, 0.5, 2] }).result().observables;
    const original = run(model, initial);
    const found = run(turnedModel(model, ROTATION), turnedVector(initial, ROTATION));
    for (const [k, state] of original.entries()) expectTurned(state, found[k]!, ROTATION, 1e-10);
  });
});
