import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../src/cli/exitCodes.ts";
import {
  BlochfemError,
  ConvergenceError,
  FileFormatError,
  InputError,
  MeshError,
  NotParabolicError,
  NotUniqueError,
  ResourceLimitError,
  SingularMatrixError,
} from "../../src/core/errors.ts";
import { capture, ESCAPE, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const good = putFile(folder, "good.yaml", "spins: 10\nfield: [1.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n");

describe("a model file that is wrong", () => {
  it.each([
    ["an unknown key", "spins: 40\nfeild: [0.5, 0, 0]\n", "2:1", /feild is not a key of the model; .*field/],
    [
      "an unknown rate",
      "spins: 40\ncollective: { dephasing: 1, pumpp: 1 }\n",
      "2:29",
      /pumpp is not a key of collective; .*pump/,
    ],
    ["a negative rate", "spins: 40\ncollective:\n  pump: -1\n", "3:9", /collective\.pump is -1, below 0/],
    ["a rate that is not finite", "spins: 40\ncollective: { decay: .inf }\n", "2:22", /collective\.decay is Infinity/],
    ["spins that are a fraction", "spins: 2.5\n", "1:8", /spins is 2\.5/],
    ["no spins", "spins: 0\n", "1:8", /spins is 0, below 1/],
    ["a wrong type", "spins: forty\n", "1:8", /spins is "forty", not a number/],
    ["a field of two components", "spins: 4\nfield: [1, 2]\n", "2:8", /field has 2 components, not 3/],
    ["broken YAML", "spins: [4\n", "2:1", /YAML/],
    ["JSON with an unknown key", '{ "spins": 4,\n  "rate": 1 }', "2:3", /rate is not a key/],
    ["nothing", "", "1:1", /empty/],
  ])("%s", async (name, text, place, message) => {
    const path = putFile(folder, `${name.replaceAll(" ", "-")}.yaml`, text);
    for (const extra of [[], ["--json"]]) {
      const { code, out, error } = await capture(["steady", path, ...extra]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(error).toMatch(/^error: [^\n]+\n$/);
      expect(error.startsWith(`error: ${path}:${place}: `)).toBe(true);
      expect(error).toMatch(message);
    }
  });

  it("is called <stdin> where it comes from there", async () => {
    const { code, error } = await capture(["steady", "-"], { standardInput: "spins: 40\npump: 1\n" });
    expect(code).toBe(2);
    expect(error).toMatch(/^error: <stdin>:2:1: pump is not a key of the model/);
  });
});

describe("a command line that is wrong", () => {
  const missing = join(folder, "missing.yaml");
  it.each<[string, string[], RegExp]>([
    ["an unknown option", ["steady", good, "--methd", "fem"], /unknown option '--methd'.*--method/],
    ["an unknown command", ["stedy", good], /unknown command 'stedy'.*steady/],
    ["two models", ["steady", good, good], /too many arguments/],
    ["an unknown method", ["steady", good, "--method", "exact"], /fem, harmonic, dicke/],
    ["a missing file", ["steady", missing], /cannot read .*missing\.yaml: there is no such file; /],
    ["a folder as model", ["steady", folder], /cannot read .*: it is a folder/],
    ["a mesh without a name", ["steady", good, "--mesh", "cube"], /"cube" names no mesh/],
    ["a level that is too high", ["steady", good, "--mesh", "icosphere:99"], /icosphere:99/],
    ["a missing mesh", ["steady", good, "--mesh", "no.msh"], /cannot read no\.msh/],
    ["a mesh that is none", ["steady", good, "--mesh", `file:${good}`], /good\.yaml:1:1: /],
    ["a degree that is too high", ["steady", good, "--degree", "9"], /degree 9 is not .* 8, .*; refine the mesh/],
    ["a degree that is a fraction", ["steady", good, "--degree", "2.5"], /2\.5/],
    ["a degree that is no number", ["steady", good, "--degree", "two"], /--degree is "two", not a number/],
    ["a tolerance of zero", ["steady", good, "--tolerance", "0"], /tolerance is 0/],
    ["a tolerance that is no number", ["steady", good, "--tolerance", ""], /--tolerance is "", not a number/],
    ["a band that is too low", ["steady", good, "--band", "1"], /the band 1 is not/],
    ["a band that is no number", ["steady", good, "--band", "off"], /--band is "off", not a number/],
    [
      "a mesh for the Dicke road",
      ["steady", good, "--method", "dicke", "--mesh", "icosphere:1"],
      /--mesh does not go with/,
    ],
    ["an output folder that is a file", ["steady", good, "--out", good], /cannot write .*good\.yaml: .*no folder/],
    ["an output folder below a file", ["steady", good, "--out", join(good, "a")], /cannot write .*: .*no folder/],
    [
      "an output folder with too long a name",
      ["steady", good, "--out", "a".repeat(5000)],
      /cannot write a+: .*too long/,
    ],
    ["the mesh auto", ["mesh", "auto"], /"auto" names no mesh here/],
    ["a grading without scale", ["mesh", "icosphere:1", "--grade", "0,0,1"], /--grade is "0,0,1"/],
    ["a grading around nothing", ["mesh", "icosphere:1", "--grade", "0,0,0:2"], /not a direction/],
    ["a grading that is too strong", ["mesh", "icosphere:1", "--grade", "0,0,1:1e9"], /scale 1000000000 is outside/],
    ["an unknown format", ["mesh", "icosphere:1", "--format", "3"], /4\.1, 2\.2/],
  ])("%s", async (_, argv, message) => {
    const { code, out, error } = await capture(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^error: [^\n]+\n$/);
    expect(error).toMatch(message);
  });
});

describe("a model without a trustworthy answer", () => {
  it.each<[string, string, string[], RegExp]>([
    ["no dissipation", "spins: 10\nfield: [1, 0, 0]\n", [], /not unique: B\.J is conserved/],
    [
      "no dissipation, Dicke road",
      "spins: 10\nfield: [1, 0, 0]\n",
      ["--method", "dicke"],
      /not unique: B\.J is conserved/,
    ],
    [
      "a Dicke space that does not fit",
      "spins: 1000000\nfield: [0.5, 0, 0]\ncollective: { pump: 1, decay: 0.5 }\n",
      ["--method", "dicke"],
      /dicke was not tried for the steady state: it would take about .* above the limit of/,
    ],
    [
      "a check that does not fit",
      "spins: 1000000\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n",
      ["--check"],
      /dicke was not tried for the steady state: it would take about .* above the limit of/,
    ],
    [
      "a tolerance that the mesh cannot meet",
      "spins: 40\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n",
      ["--mesh", "icosphere:0", "--degree", "2", "--tolerance", "1e-8"],
      /error estimate .* stays above the tolerance 1e-8/,
    ],
  ])("%s", async (_, text, extra, message) => {
    const { code, out, error } = await capture(["steady", "-", ...extra], { standardInput: text });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(error).toMatch(/^error: [^\n]+\n$/);
    expect(error).toMatch(message);
  });
});

describe("exit codes", () => {
  const parts = { what: "what", remedy: "remedy" };
  it.each([
    [new InputError(parts), 2],
    [new MeshError(parts), 2],
    [new FileFormatError("a", 1, 1, parts), 2],
    [new NotParabolicError(parts), 1],
    [new NotUniqueError(parts), 1],
    [new ConvergenceError(parts), 1],
    [new SingularMatrixError(parts), 1],
    [new ResourceLimitError(parts), 1],
    [new BlochfemError(parts), 1],
    [new TypeError("x is undefined"), 70],
    ["thrown text", 70],
  ])("of %s", (error, code) => {
    expect(failureOf(error).exitCode).toBe(code);
  });

  it("a mistake in the program is one line, and shows its trace where that is asked for", () => {
    const error = new TypeError("x is undefined");
    for (const environment of [{}, { BLOCHFEM_DEBUG: "" }, { BLOCHFEM_DEBUG: "0" }]) {
      expect(failureOf(error, environment).message).toMatch(
        /^this is a mistake in blochfem \(TypeError: x is undefined\); please report it [^\n]*$/,
      );
    }
    const { message } = failureOf(error, { BLOCHFEM_DEBUG: "1" });
    expect(message).toMatch(/^this is a mistake in blochfem .*\nTypeError: x is undefined\n {4}at .*errors\.test/s);
  });

  it("memory that is at its end is said as that, and is no mistake", () => {
    const errors = [
      () => new Float64Array(2 ** 60),
      () => new ArrayBuffer(2 ** 52),
      () => new Array(-1),
      () => "a".repeat(2 ** 30),
    ];
    for (const raise of errors) {
      let caught: unknown = null;
      try {
        raise();
      } catch (error) {
        caught = error;
      }
      expect(failureOf(caught)).toMatchObject({
        exitCode: 1,
        message: expect.stringMatching(/does not fit into the memory/),
      });
    }
  });

  it("a message shows nothing that a terminal obeys, in one line of bounded length", () => {
    const hostile = `a\u001b[31m\u0007\u202eb\r\n\u009bc\ufeff${"x".repeat(50_000)} end`;
    for (const error of [new InputError({ what: hostile, remedy: hostile }), new Error(hostile)]) {
      const { message } = failureOf(error);
      expect(message).toMatch(/a\\u001b\[31m\\u0007\\u202eb \\u009bc\\ufeffxxx/);
      expect(message.length).toBeLessThan(2000);
      expect([...message].every((character) => character >= " " && character <= "~")).toBe(true);
    }
  });

  it("colours only on a terminal, and not with NO_COLOR", async () => {
    const onTerminal = await capture(["steady"], { terminal: true });
    expect(onTerminal.error.startsWith(`${ESCAPE}[31merror:${ESCAPE}[39m `)).toBe(true);
    const without = await capture(["steady"], { terminal: true, environment: { NO_COLOR: "1" } });
    expect(without.error).toMatch(/^error: /);
  });
});
