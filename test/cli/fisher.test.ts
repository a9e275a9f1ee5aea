import { describe, expect, it } from "vitest";
import type { SteadyReport } from "../../src/cli/steady/report.ts";
import { writtenModel } from "../../src/model/writtenModel.ts";
import { litModels } from "../reference/correlations.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();

describe("blochfem steady --fisher", () => {
  it.each(litModels.filter(({ model }) => model.spins <= 10))("of $name is that of the density matrix", async (lit) => {
    const file = putFile(folder, `${lit.name.replaceAll(/\W/g, "-")}.json`, JSON.stringify(writtenModel(lit.model)));
    const { code, out, error } = await capture(["steady", file, "--method", "dicke", "--fisher", "--json"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const { fisher, observables } = JSON.parse(out) as SteadyReport;
    const { spins } = lit.model;
    for (const [k, row] of lit.fisher.entries()) {
      for (const [l, expected] of row.entries()) {
        // The reference leaves out pairs of eigenvalues below 1e-13.
        const allowed = fisher!.errorEstimate + 1e-11 * spins ** 2;
        expect(Math.abs(fisher!.matrix[k]![l]! - expected)).toBeLessThanOrEqual(allowed);
      }
      // At most four times the variance of J_k.
      const variance = (spins ** 2 / 4) * (observables.square[k]! - observables.mean[k]! ** 2);
      expect(fisher!.matrix[k]![k]!).toBeLessThanOrEqual(4 * variance + fisher!.errorEstimate + 1e-9);
    }
    const { wineland } = observables.squeezing;
    if (wineland !== null) {
      // L. Pezze and A. Smerzi, doi:10.1103/PhysRevLett.102.100401; squeezing is known to nine digits.
      expect(fisher!.largest).toBeGreaterThanOrEqual((spins / wineland) * (1 - 1e-8) - fisher!.errorEstimate);
    }
  });

  it("is a line for people", async () => {
    const file = putFile(folder, "driven.yaml", "spins: 8\nfield: [0.5, 0, 0]\ncollective: { decay: 1 }\n");
    const { out } = await capture(["steady", file, "--fisher"]);
    expect(out).toMatch(/^Fisher +\d+\.\d+ .*\s+at least \d+ spins are entangled$/m);
  });
});
