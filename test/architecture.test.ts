import { describe, expect, it } from "vitest";
import { breaches } from "./architecture/rules.ts";
import { parseSource, readSources } from "./architecture/sources.ts";

describe("architecture", () => {
  it("holds in src", () => {
    const sources = readSources();
    expect(sources.length).toBeGreaterThan(50);
    expect(breaches(sources)).toEqual([]);
  });
});

/** A made-up tree: the files named in it, and nothing else. */
const check = (files: Readonly<Record<string, string>>): string[] =>
  breaches(Object.entries(files).map(([path, text]) => parseSource(path, text)));

describe("the checker", () => {
  it("accepts imports to the left, within a folder and of free packages", () => {
    expect(
      check({
        "core/a.ts": `export const a = 1;`,
        "core/b.ts": `import { a } from "./a.ts"; export const b = a;`,
        "model/m.ts": `import { mat3 } from "gl-matrix"; export const m = mat3;`,
        "fem/f.ts": `import { a } from "../core/a.ts"; import type { M } from "../model/m.ts"; import "ml-matrix";`,
        "cli/c.ts": `import { readFileSync } from "node:fs"; console.log(process.argv, readFileSync);`,
        "index.ts": `export { a } from "./core/a.ts";`,
      }),
    ).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      "an import to the right",
      { "mesh/a.ts": `import "../state/b.ts";`, "state/b.ts": "" },
      /mesh\/a\.ts imports state\/b\.ts.*left/,
    ],
    ["a type from the right", { "core/a.ts": `import type { B } from "../fem/b.ts";`, "fem/b.ts": "" }, /left/],
    ["a re-export from the right", { "core/a.ts": `export { b } from "../fem/b.ts";`, "fem/b.ts": "" }, /left/],
    [
      "a dynamic import from the right",
      { "io/a.ts": `const b = await import("../cli/b.ts");`, "cli/b.ts": "" },
      /io\/a\.ts imports cli\/b\.ts/,
    ],
    [
      "a type import in place",
      { "io/a.ts": `export type B = import("../cli/b.ts").B;`, "cli/b.ts": "" },
      /io\/a\.ts imports cli\/b\.ts/,
    ],
    ["a question of domain", { "dicke/a.ts": `export const a = hasLocalRates(m);` }, /asks hasLocalRates/],
    ["a mesh that is asked for its domain", { "sde/a.ts": `if (mesh.dimension === 3) f();` }, /asks mesh\.dimension/],
    ["one road in another", { "fem/a.ts": `import "../dicke/b.ts";`, "dicke/b.ts": "" }, /fem and dicke/],
    ["mesh in model", { "model/a.ts": `import "../mesh/b.ts";`, "mesh/b.ts": "" }, /model and mesh/],
    [
      "the sphere in the ball",
      { "mesh/ball/a.ts": `import "../sphere/b.ts";`, "mesh/sphere/b.ts": "" },
      /mesh\/ball\/a\.ts imports mesh\/sphere\/b\.ts.*above/,
    ],
    [
      "a twin in what stands above",
      { "mesh/a.ts": `import type { B } from "./ball/b.ts";`, "mesh/ball/b.ts": "" },
      /mesh\/a\.ts imports mesh\/ball\/b\.ts.*neither/,
    ],
    ["a folder without a layer", { "util/a.ts": "" }, /no layer/],
    ["a file beside the root", { "helper.ts": "" }, /no layer/],
    ["the root inside", { "fem/a.ts": `import "../index.ts";`, "index.ts": "" }, /the root/],
    [
      "a table of contents inside",
      { "fem/a.ts": `import "../mesh/index.ts";`, "mesh/index.ts": "" },
      /mesh\/index\.ts, a table of contents/,
    ],
    ["code in a table of contents", { "mesh/index.ts": `export const a = 1;` }, /mesh\/index\.ts holds \w+/],
    ["a table of contents without names", { "mesh/index.ts": `export * from "./a.ts";`, "mesh/a.ts": "" }, /by name/],
    ["the command line in the root", { "index.ts": `export { a } from "./cli/a.ts";`, "cli/a.ts": "" }, /browser/],
    [
      "Kramers-Moyal behind a detour",
      {
        "dicke/a.ts": `import "../model/b.ts";`,
        "model/b.ts": `import "./kramersMoyal.ts";`,
        "model/kramersMoyal.ts": "",
      },
      /dicke reaches/,
    ],
    ["node: in the library", { "io/a.ts": `import "node:fs";` }, /no browser/],
    ["the sparse matrix class elsewhere", { "dicke/a.ts": `import "ml-sparse-matrix";` }, /ml-sparse-matrix/],
    ["yaml outside io", { "model/a.ts": `import { parse } from "yaml/util";` }, /yaml/],
    ["a computed import", { "io/a.ts": `const b = await import("./" + name);` }, /computed/],
    ["console", { "core/a.ts": `console.log(1);` }, /console/],
    ["process", { "core/a.ts": `export const a = process.env.A;` }, /process/],
    ["Buffer", { "io/a.ts": `export const a = Buffer.from("a");` }, /Buffer/],
    ["Math.random, even in the command line", { "cli/a.ts": `export const a = Math.random();` }, /Math\.random/],
    ["an import without extension", { "core/a.ts": `import "./b";`, "core/b.ts": "" }, /extension/],
    ["a missing file", { "core/a.ts": `import "./b.ts";` }, /not there/],
    [
      "a cycle",
      { "core/a.ts": `import "./b.ts";`, "core/b.ts": `import "./c.ts";`, "core/c.ts": `import "./a.ts";` },
      /cycle core\/a\.ts -> core\/b\.ts -> core\/c\.ts -> core\/a\.ts/,
    ],
  ])("finds %s", (_, files, expected) => {
    const found = check(files);
    expect(found.some((line) => expected.test(line))).toBe(true);
  });

  it("lets types refer to one another in both directions", () => {
    expect(
      check({ "core/a.ts": `import { b } from "./b.ts";`, "core/b.ts": `import type { A } from "./a.ts";` }),
    ).toEqual([]);
    expect(
      check({ "core/a.ts": `import { b } from "./b.ts";`, "core/b.ts": `import { type A } from "./a.ts";` }),
    ).toEqual(["import cycle core/a.ts -> core/b.ts -> core/a.ts"]);
  });

  it("does not take comments, strings and properties for globals", () => {
    expect(
      check({
        "core/a.ts": `// process.exit, import "../cli/b.ts"
          export const a = "console.log(Math.random())";
          export const b = { process: 1, console: 2 };
          export const c = b.process + b.console;`,
      }),
    ).toEqual([]);
  });
});
