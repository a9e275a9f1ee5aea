import { expect, it } from "vitest";
import { slowestModes } from "../../../src/harmonic/sphere/spectrum.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

it("knows the slowest modes beside a narrow steady state in the band it cuts by itself", () => {
  const model = spinModel({ spins: 101, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const { band, errorEstimate } = slowestModes(model, { count: 3, tolerance: 1e-8 });
  expect(band).toBeLessThan(101);
  expect(Math.max(...errorEstimate)).toBeLessThan(1e-9);
});
