import { expect, it } from "vitest";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { loadPurity } from "../../../src/fem/sphere/loadPurity.ts";
import { nodeWeights } from "../../../src/fem/sphere/nodeWeights.ts";
import { spherePurity } from "../../../src/fem/sphere/purity.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { timeSystem } from "../../../src/fem/sphere/timeSystem.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

it("sums at nodes are integrals of what the target space holds", () => {
  const mesh = icosphere(1);
  const source = functionSpace(mesh, enrichedTriangle(3));
  const density = new Float64Array(source.unknowns).fill(1);
  const nodes = nodeWeights(source, 6);
  const weights = nodes.weights(density);
  let [area, second] = [0, 0];
  for (const [i, weight] of weights.entries()) {
    area += weight;
    second += weight * nodes.points[3 * i]! ** 2;
  }
  // The rule is for polynomials; the area of a triangle on the sphere is smooth: (h / 2)^12 with h = 0.6 and twelve degrees.
  expect(Math.abs(area - 4 * Math.PI)).toBeLessThan(1e-6);
  // x^2 interpolated to degree 6: (2 h / 4)^7 / 7!.
  expect(Math.abs(second - (4 * Math.PI) / 3)).toBeLessThan(1e-6);
});

it.each([6, 40])("the purity of a load of %i spins is that of quadrature, within its own estimate", (spins) => {
  const model = spinModel({ spins, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const space = functionSpace(icosphere(2), enrichedTriangle(6));
  const time = timeSystem(space, model, { kind: "thermal", ratio: 0.05 }, null);
  const found = loadPurity(time, spins).of(time.load);
  expect(found.error).toBeLessThan(1e-9);
  expect(Math.abs(found.purity - spherePurity(space, spins).of(time.unknowns(time.load)).purity)).toBeLessThan(
    found.error,
  );
});
