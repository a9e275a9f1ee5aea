import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const entangled = putFile(folder, "entangled.yaml", "spins: 4\nfield: [0.5, 0, 0]\ncollective: { decay: 1 }\n");
const other = putFile(folder, "other.yaml", "spins: 4\nfield: [0.5, 0, 0]\ncollective: { decay: 1, dephasing: 0.2 }\n");

describe("blochfem diagnose", () => {
  it("prints the keys that are promised", async () => {
    const { code, out, error } = await capture(["diagnose", entangled, "--certify", "--json"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual([
      "model",
      "state",
      "parabolicity",
      "negativity",
      "certificate",
      "entanglement",
      "advice",
      "notes",
    ]);
    expect(report.parabolicity).toMatchObject({
      parabolic: false,
      minimumEigenvalue: -0.5,
      areaFraction: 0.5,
      requiredDephasing: 0.5,
      requiredIsotropic: 0.25,
      zRange: [-1, 0],
    });
    expect(report.parabolicity.regions[0]).toHaveLength(360);
    expect(Object.keys(report.negativity)).toEqual(
      expect.arrayContaining(["minimum", "negativeMass", "numerical", "inBand"]),
    );
    expect(Object.keys(report.entanglement)).toEqual(
      expect.arrayContaining(["squeezing", "concurrence", "negativity", "fisher"]),
    );
    expect(report.certificate).toMatchObject({ outcome: "entangled", witness: { kind: "square", degree: 4 } });
  });

  it("writes a certificate that verify accepts for its model and refuses for another", async () => {
    const proof = join(folder, "proof.json");
    const { code, out } = await capture(["diagnose", entangled, "--certificate", proof]);
    expect(code).toBe(0);
    expect(out).toContain(`Wrote ${proof}`);
    expect(out).toMatch(/^certificate {2}entangled: a square T >= 0 of degree 4/m);
    expect(await capture(["verify", proof, entangled])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/: valid \(entangled\)\n/),
    });
    const refused = await capture(["verify", proof, other, "--json"]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ valid: false, reason: expect.stringMatching(/another state/) });
    // A digit that was changed.
    const changed = putFile(
      folder,
      "changed.json",
      readFileSync(proof, "utf8").replace(/"value": -0\.9/, '"value": -0.8'),
    );
    expect((await capture(["verify", changed, entangled])).code).toBe(1);
  });

  it("answers files that are no certificate with one line", async () => {
    for (const [name, text, said] of [
      ["broken.json", "{", /broken\.json:1:1: the file is no JSON/],
      ["none.json", '{ "certificate": null }', /holds no certificate/],
      ["odd.json", '{ "certificate": { "outcome": "maybe" } }', /outcome/],
    ] as const) {
      const { code, error } = await capture(["verify", putFile(folder, name, text), entangled]);
      expect(code).toBe(2);
      expect(error).toMatch(said);
      expect(error.trim().split("\n")).toHaveLength(1);
    }
    const valid = putFile(
      folder,
      "undecided.json",
      '{ "outcome": "undecided", "reason": "?", "leastEigenvalue": null, "bounds": null, "traceDistance": null }',
    );
    expect((await capture(["verify", valid, entangled])).code).toBe(1);
  });

  it("maps where the equation is parabolic, with the exact boundary", async () => {
    const { code, out } = await capture([
      "diagnose",
      entangled,
      "--scan",
      "field.x=0:1:3",
      "collective.dephasing=0:1:5",
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/0\.5 \|\.\.\.\|\n0\.25 \|xxx\|/);
    expect(out).toMatch(/^0\.5 +0\.5$/m);
  });

  it("draws what it found, and writes certificates of the ball", async () => {
    const picture = join(folder, "picture.svg");
    const { code, out } = await capture(["diagnose", entangled, "--plot", picture]);
    expect(code).toBe(0);
    expect(out).toContain(`Wrote ${picture}`);
    expect(readFileSync(picture, "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const lossy = putFile(
      folder,
      "lossy.yaml",
      "spins: 4\nfield: [0.5, 0, 0]\ncollective: { decay: 1 }\nlocal: { decay: 0.05 }\n",
    );
    const proof = join(folder, "lossy.json");
    expect((await capture(["diagnose", lossy, "--certificate", proof])).out).toMatch(/partial transpose across 2 \| 2/);
    expect(await capture(["verify", proof, lossy])).toMatchObject({ code: 0, error: "" });
    // A certificate of the ball is none of the sphere.
    expect(JSON.parse(readFileSync(proof, "utf8")).certificate.domain).toBe("ball");
    expect(await capture(["verify", proof, entangled])).toMatchObject({
      code: 2,
      error: expect.stringMatching(/domain "ball", and that of the model has the domain "sphere"/),
    });
  });

  it("names a depth where one is proven, and how to have a state that would take longer", async () => {
    const none = putFile(folder, "classical.yaml", "spins: 4\ncollective: { decay: 1, pump: 1 }\n");
    expect((await capture(["diagnose", none])).out).not.toContain("depth:");
    expect((await capture(["diagnose", entangled])).out).toContain("depth: at least 2 spins entangled");
    const many = putFile(folder, "many.yaml", "spins: 1000\nfield: [0.5, 0, 0]\ncollective: { decay: 1 }\n");
    const { notes } = JSON.parse((await capture(["diagnose", many, "--json"])).out);
    expect(notes[0]).toMatch(/to have it by harmonic raise --max-seconds to 3\.\d, or ask for a certificate/);
  });

  it("says when entanglement begins", async () => {
    const { out } = await capture(["diagnose", entangled, "--initial", "0,0,1", "--to", "6", "--every", "1"]);
    expect(out).toMatch(/^Proved entanglement begins between t = \d and \d\.$/m);
  });

  it.each([
    [["--to", "1"], /--initial|names no initial state/],
    [["--band", "x"], /--band is "x", not a number/],
    [["--band", "0"], /--band is 0, not a whole number from 1 to N = 4/],
    [["--band", "5"], /--band is 5, not a whole number from 1 to N = 4/],
    [["--seconds", "0"], /--seconds is 0, not above 0/],
    [["--initial", "0,0,2"], /unit/],
    [["--scan", "spins=1:2:2", "field.x=0:1:2"], /does not depend on it/],
  ])("%j is refused", async (options, said) => {
    const { code, error } = await capture(["diagnose", entangled, ...options]);
    expect(code).toBe(2);
    expect(error).toMatch(said);
  });
});
