import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { buildExplorerPage } from "../../build/explorerPage.ts";
import { serveFolder } from "../../src/cli/explore/server.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { steady } from "../../src/roads/steady.ts";
import { temporaryFolder } from "../cli/capture.ts";
import { missingFirefox, startFirefox } from "../firefox.ts";

vi.setConfig({ testTimeout: 300_000 });

const folder = join(temporaryFolder(), "page");

describe("the page in Firefox", () => {
  it("solves the model of the README beside its exact answer, and draws it, without an error on the console", async ({
    skip,
  }) => {
    const why = missingFirefox();
    if (why !== null) skip(why);
    await buildExplorerPage(folder);
    const server = await serveFolder(folder, { port: 0 });
    const firefox = await startFirefox();
    try {
      await firefox.go(server.address);
      await expect
        .poll(() => firefox.run(`return document.querySelector("#table").textContent`), { timeout: 240_000 })
        .toContain("in the Dicke basis");
      const rows = (await firefox.run(
        `return [...document.querySelectorAll("#table tbody tr")].map((row) => row.textContent)`,
      )) as readonly string[];
      const { mean } = steady(
        spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }),
      ).observables;
      for (const [k, value] of mean.entries())
        expect(rows[k]).toContain(Math.abs(value) < 1e-9 ? "0" : Math.abs(value).toFixed(9).slice(0, 9));
      // Where there is no WebGL the pictures are those of blochfem/plot.
      const isDrawn = await firefox.run(
        `return document.createElement("canvas").getContext("webgl2") !== null || document.querySelectorAll("main svg path").length > 20`,
      );
      expect(isDrawn).toBe(true);
      expect(await firefox.complaints(server.address)).toEqual([]);
      // The console is read where there is something on it.
      await firefox.run(`setTimeout(() => { throw new Error("as if by a mistake"); })`);
      await expect
        .poll(() => firefox.complaints(server.address), { timeout: 60_000 })
        .toEqual(["Error: as if by a mistake"]);
    } finally {
      await firefox.close();
      server.close();
    }
  });
});
