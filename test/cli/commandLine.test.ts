import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commandLineMessage, LIBRARY_WORDS, RENAMED_OPTIONS } from "../../src/cli/commandLineWords.ts";
import { BlochfemError } from "../../src/core/errors.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const model = putFile(
  folder,
  "model.yaml",
  "spins: 4\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);

describe("names", () => {
  it.each<[string[], RegExp]>([
    [["steady", model, "--met", "fem"], /^error: unknown option '--met'; did you mean --method\?\n$/],
    [["steady", model, "--me=fem"], /did you mean --method or --mesh\?/],
    [["steady", model, "--methdo"], /did you mean --method\?/],
    [["evolve", model, "--check"], /did you mean --checkpoint\?/],
    [["mesh", "ball:1", "--nothing-like-it"], /blochfem mesh --help lists all/],
    [["help", "stedy"], /^error: unknown command "stedy"; use one of steady, [^\n]*\n$/],
    [["help", "__proto__"], /unknown command/],
    [["completion", "tcsh"], /bash, zsh, fish/],
  ])("that are wrong: %j", async (argv, message) => {
    const { code, out, error } = await capture(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "field.__proto__"])(
    "of parameters may be %s without harm",
    async (name) => {
      const argv = ["meanfield", model, "--scan", `${name}=0:1:2`, "field.x=0:1:2"];
      const { code, error } = await capture(argv);
      expect(code).toBe(2);
      expect(error).toMatch(/^error: --scan has "[^\n]*", which is no parameter of a model; use one of [^\n]*\n$/);
    },
  );

  it("of the version are three, and help has two forms", async () => {
    const version = await capture(["--version"]);
    expect(version).toMatchObject({ code: 0, error: "" });
    for (const flag of ["-v", "-V"]) expect(await capture([flag])).toEqual(version);
    for (const name of ["steady", "evolve", "mesh", "completion"]) {
      const help = await capture(["help", name]);
      expect(help).toMatchObject({ code: 0, error: "" });
      expect(help.out).toContain(`Usage: blochfem ${name}`);
      expect(help).toEqual(await capture([name, "--help"]));
    }
  });
});

describe("advice", () => {
  const root = fileURLToPath(new URL("../../src", import.meta.url));
  const sources = (readdirSync(root, { recursive: true }) as string[]).filter(
    (path) => path.endsWith(".ts") && !path.startsWith("cli"),
  );
  /** Of the command line and of file formats themselves. */
  const shared = new Set(["fluxCorrection", "eulerMaruyama", "moebiusWalk", "blochWalk", "projectionLimit"]);

  it("of the library that names its own options is known to the command line", () => {
    const unknown: string[] = [];
    for (const path of sources) {
      const text = readFileSync(join(root, path), "utf8");
      for (const [, quoted] of text.matchAll(/remedy:\s*(?:[^\n"`]*\?\s*)?("[^"\n]*"|`[^`]*`)/g)) {
        const words = quoted!.replace(/\$\{[^}]*\}/g, "").match(/(?<![\w.])[a-z]+[A-Z]\w+/g) ?? [];
        for (const word of words)
          if (!LIBRARY_WORDS.includes(word) && !(word in RENAMED_OPTIONS) && !shared.has(word))
            unknown.push(`${path}: ${word}`);
      }
    }
    expect(unknown).toEqual([]);
  });

  it("keeps what a user of the command line can do", () => {
    const said = (remedy: string): string => commandLineMessage(new BlochfemError({ what: "it is too large", remedy }));
    expect(said("raise maximumSteps, loosen the tolerances, or integrate over a shorter time")).toBe(
      "it is too large; loosen the tolerances, or integrate over a shorter time",
    );
    expect(said("give a coarser mesh, or raise maximumUnknowns")).toBe("it is too large; give a coarser mesh");
    expect(said("raise memoryLimit")).toMatch(/^it is too large; ask for less: .*--tolerance/);
    expect(said("give 4, or 5")).toBe("it is too large; give 4, or 5");
  });
});

describe("what comes from outside is shown without what a terminal obeys", () => {
  const hostile = "a\u001b[2J\u202eb\u009b.yaml";
  const shown = "a\\u001b[2J\\u202eb\\u009b.yaml";

  it.each(["steady", "evolve", "meanfield"])("the name of a file in the output of %s", async (command) => {
    const path = putFile(folder, hostile, readFileSync(model, "utf8"));
    const more = command === "evolve" ? ["--to", "1", "--every", "1", "--method", "dicke"] : [];
    for (const terminal of [false, true]) {
      const { code, out } = await capture([command, path, ...more], { terminal });
      expect(code).toBe(0);
      expect(out).toContain(shown);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(out.replace(/\u001b\[\d+m/g, "")).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });

  it("keys, values and options in messages", async () => {
    for (const text of [`spins: "${hostile.slice(1)}"`, `"\\u202ekey": 1`, `spins: *x${"y".repeat(50_000)}`]) {
      const { code, error } = await capture(["steady", "-"], { standardInput: text });
      expect(code).toBe(2);
      expect(error).toMatch(/^error: [ -~]{1,700}\n$/);
    }
    const { error } = await capture(["steady", model, `--${hostile}`]);
    expect(error).toContain(shown);
  });
});

describe("shell completion", () => {
  const hasShell = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
  it("works in bash", async ({ skip }) => {
    if (!hasShell("bash")) skip("there is no bash here");
    const { code, out } = await capture(["completion", "bash"]);
    expect(code).toBe(0);
    const script = putFile(folder, "completion.bash", out);
    const complete = (...words: string[]): string[] => {
      const quoted = words.map((word) => `'${word}'`).join(" ");
      const code = `source '${script}'; complete -p blochfem >&2; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _blochfem; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", code], { encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "complete -o default -F _blochfem blochfem\n" });
      return stdout.split("\n").filter((line) => line !== "");
    };
    expect(complete("blochfem", "me")).toEqual(["meanfield", "mesh"]);
    expect(complete("blochfem", "help", "st")).toEqual(["steady"]);
    expect(complete("blochfem", "steady", model, "--me").sort()).toEqual(["--mesh", "--method"]);
    expect(complete("blochfem", "steady", "--method", "h")).toEqual(["harmonic"]);
    expect(complete("blochfem", "completion", "f")).toEqual(["fish"]);
    expect(complete("blochfem", "evolve", "--resu")).toEqual(["--resume"]);
    // Files are bash's own.
    expect(complete("blochfem", "steady", "mod")).toEqual([]);
  });

  it("is well formed for zsh and fish", async () => {
    for (const shell of ["zsh", "fish"]) {
      const { code, out } = await capture(["completion", shell]);
      expect(code).toBe(0);
      for (const name of ["steady", "checkpoint", "completion"]) expect(out).toContain(name);
      const script = putFile(folder, `completion.${shell}`, out);
      if (hasShell(shell)) execFileSync(shell, ["-n", script]);
    }
  });
});
