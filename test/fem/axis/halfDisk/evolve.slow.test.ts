import { expect, it } from "vitest";
import { evolvePopulations } from "../../../../src/dicke/axis/evolve.ts";
import { evolveOnHalfDisk } from "../../../../src/fem/axis/halfDisk/evolve.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";

it.each([30, 46])("elements beside an axis are within their estimates of populations: N = %s", (spins) => {
  const model = spinModel({ spins, collective: { decay: 1, dephasing: 0.2 }, local: { pump: 0.5, dephasing: 0.1 } });
  const request = { model, initial: { kind: "coherent", direction: [0, 0, -1] } as const, times: [0.2, 1, 5] };
  const [found, exact] = [evolveOnHalfDisk(request), evolvePopulations(request)];
  for (const [k, { mean, square, purity }] of found.observables.entries()) {
    const [other, errors] = [exact.observables[k]!, found.errorEstimate[k]!];
    expect(Math.abs(mean[2] - other.mean[2])).toBeLessThan(errors.mean[2]);
    expect(Math.abs(square[0] - other.square[0])).toBeLessThan(errors.square[0]);
    expect(Math.abs(square[2] - other.square[2])).toBeLessThan(errors.square[2]);
    expect(Math.abs(purity - other.purity)).toBeLessThan(errors.purity);
    expect(errors.mean[2]).toBeLessThan(1e-8);
  }
});
