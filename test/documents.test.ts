import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { parseModelFile } from "../src/io/modelFile.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), "utf8");

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "docs/tutorials"].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => `${folder}/${name}`),
  ),
];

interface Link {
  readonly from: string;
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Links to files of the repository: not those to the web. */
const links: readonly Link[] = documents.flatMap((from) =>
  // Formulas and code have brackets of their own.
  [
    ...text(from)
      .replaceAll(/^```.*?^```$|\$[^$\n]*\$/gms, "")
      .matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g),
  ].map(([, path, anchor]) => ({
    from,
    path: path === "" ? from : relative(root, join(root, dirname(from), path!)),
    anchor,
  })),
);

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (path: string): readonly string[] =>
  [...text(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** Whether npm packs a file: named in "files", or always packed. */
const isPacked = (path: string): boolean =>
  ["README.md", "LICENSE", "package.json"].includes(path) ||
  packageJson.files.some((entry) => path === entry || path.startsWith(`${entry}/`));

/** The indented blocks of a page, without the indentation. */
const blocksOf = (path: string): readonly string[] =>
  text(path)
    .split(/\n(?! {4}|\n)/)
    .map((part) => part.split("\n").filter((line) => line === "" || line.startsWith("    ")))
    .map((lines) =>
      lines
        .map((line) => line.slice(4))
        .join("\n")
        .trim(),
    );

describe("the README", () => {
  it("is short: the rest has pages of its own", () => {
    expect(text("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(120);
  });

  it("shows examples/library.ts to the letter", () => {
    expect(blocksOf("README.md")).toContain(text("examples/library.ts").trim());
  });

  it("shows the model that the first command solves", () => {
    const model = blocksOf("README.md").find((block) => block.startsWith("spins:"))!;
    expect(parseModelFile(model, "README.md")).toEqual(parseModelFile(text("examples/fig2a.yaml"), "fig2a.yaml"));
  });

  it("leads to every page of docs, itself or by way of docs/start.md", () => {
    const doors = ["README.md", "docs/start.md"];
    const reached = new Set(links.filter(({ from }) => doors.includes(from)).map(({ path }) => path));
    // What opens the site is a page of buttons.
    const pages = documents.filter((path) => !["README.md", "docs/index.md"].includes(path));
    expect(pages.filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe("links between pages", () => {
  it("lead to files and headings that are there", () => {
    expect(links.length).toBeGreaterThan(10);
    const broken = links.filter(
      ({ path, anchor }) =>
        !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it("work in the installed package", () => {
    expect(links.filter(({ path }) => !isPacked(path))).toEqual([]);
  });
});

describe("the version", () => {
  it("is the newest of the changelog, and that of the citation", () => {
    const [newest] = [...text("CHANGELOG.md").matchAll(/^## \[(\d[^\]]*)\] - (\S+)$/gm)];
    expect(newest![1]).toBe(packageJson.version);
    expect(text("CITATION.cff")).toMatch(new RegExp(`^version: ${packageJson.version.replaceAll(".", "\\.")}$`, "m"));
    expect(text("CITATION.cff")).toMatch(new RegExp(`^date-released: ${newest![2]}$`, "m"));
  });
});
