import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { buildLibrary } from "../../build/site/library.ts";
import { samplesOf } from "../../docs/.vitepress/markdown/samples.ts";
import { pages } from "../../docs/.vitepress/sidebar.ts";
import { withAddresses } from "../../docs/.vitepress/theme/imports.ts";
import { parts } from "../../docs/.vitepress/theme/parts.ts";
import { printed } from "../../docs/.vitepress/theme/printed.ts";
import { type SvgTheme, svgThemes } from "../../src/plot/theme.ts";
import { temporaryFolder } from "../cli/capture.ts";
import { faultsOf } from "../plot/parseSvg.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
const library = join(folder, "lib");

/** Every sample of the book: what a reader runs, with what the page says that it prints. */
const samples = pages().flatMap((page) =>
  samplesOf(readFileSync(join(root, `docs/${page}.md`), "utf8"), page).map((sample, k) => ({
    name: `${page}, ${k + 1}`,
    ...sample,
  })),
);

/** Runs a module as the page does, from the modules that the site has: what it prints, and what it draws. */
async function run(code: string, name: string): Promise<{ readonly lines: readonly string[]; readonly draw: unknown }> {
  const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.mjs`);
  writeFileSync(
    path,
    withAddresses(code, parts, (part) => pathToFileURL(join(library, `${part}.js`)).href),
  );
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const { default: draw } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { default?: unknown };
    return { lines: log.mock.calls.map((values) => printed(values)), draw };
  } finally {
    log.mockRestore();
  }
}

describe("samples of the book", () => {
  beforeAll(async () => {
    mkdirSync(library);
    await buildLibrary(library);
    // The modules are ES modules whatever package a temporary folder is in.
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  });

  it("are there, in every tutorial", () => {
    for (const page of pages().filter((page) => page.startsWith("tutorials/"))) {
      expect(samples.filter(({ name }) => name.startsWith(`${page},`)).length, page).toBeGreaterThan(0);
    }
  });

  it.each(samples)("print what the page says: $name", async ({ name, code, printed: expected }) => {
    const { lines, draw } = await run(code, name);
    expect(`${lines.join("\n")}\n`).toBe(expected);
    if (!code.includes("export default")) return;
    for (const theme of svgThemes) {
      const picture = (draw as (theme: SvgTheme) => string)(theme);
      expect(faultsOf(picture)).toEqual([]);
      expect(picture).toContain(theme.paper);
    }
  });

  it("find every part of the library, and are told of those that a page does not have", () => {
    for (const part of parts) expect(existsSync(join(library, `${part}.js`)), part).toBe(true);
    const address = (part: string): string => `/lib/${part}.js`;
    expect(withAddresses(`import { a } from "blochfem/mesh";\nimport b from 'blochfem';`, parts, address)).toBe(
      `import { a } from "/lib/mesh.js";\nimport b from '/lib/index.js';`,
    );
    expect(() => withAddresses(`import { sweep } from "blochfem/sweep";`, parts, address)).toThrow(
      /blochfem\/sweep is not there in a page; these are: blochfem, blochfem\/diagnose/,
    );
  });
});

describe("the reader of samples", () => {
  const block = (info: string, text: string): string => `\`\`\`${info}\n${text}\n\`\`\`\n\n`;

  it("takes pairs of a module and what it prints", () => {
    const page = `A\n\n${block("python", "x")}${block("js run", "1")}${block("text printed", "2")}`;
    expect(samplesOf(page, "page")).toEqual([{ code: "1\n", printed: "2\n" }]);
  });

  it("refuses either alone", () => {
    expect(() => samplesOf(block("js run", "1"), "page")).toThrow(/^page: no "text printed" behind "js run"/);
    expect(() => samplesOf(block("text printed", "1"), "page")).toThrow(/^page: "text printed" behind no "js run"$/);
  });
});
