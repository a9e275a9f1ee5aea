import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";
import packageJson from "../../package.json" with { type: "json" };

const docs = fileURLToPath(new URL("..", import.meta.url));

/** The order of the book. A page in none of these parts stands in the last. */
const PARTS: readonly { readonly text: string; readonly pages: readonly string[] }[] = [
  { text: "Begin", pages: ["start", "gallery"] },
  {
    text: "Tutorials",
    pages: [
      "tutorials/steady",
      "tutorials/evolution",
      "tutorials/parabolic",
      "tutorials/certificate",
      "tutorials/ball",
      "tutorials/laser",
      "tutorials/cluster",
      "tutorials/qutip",
    ],
  },
  { text: "Physics", pages: ["physics", "derivations"] },
  { text: "Methods", pages: ["methods", "accuracy", "benchmarks", "linalg", "meshes"] },
  { text: "States", pages: ["diagnose", "entanglement", "certificates", "light"] },
  { text: "Use", pages: ["models", "states", "drives", "sweeps", "pictures", "library"] },
];

/** Every page of docs by its path without ending, but the one that opens the site. */
export function pages(): string[] {
  const found = ["", "tutorials"].flatMap((folder) =>
    readdirSync(join(docs, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name.slice(0, -".md".length))),
  );
  return found.filter((page) => page !== "index").sort();
}

/** The first heading of a page. */
export function titleOf(page: string): string {
  return /^# (.*)$/m.exec(readFileSync(join(docs, `${page}.md`), "utf8"))?.[1] ?? page;
}

/** The pages of the reference, which typedoc writes into docs/api: one for each import, or a folder where an import holds a namespace. */
const reference = (): DefaultTheme.SidebarItem[] =>
  Object.keys(packageJson.exports)
    .filter((path) => path !== "./package.json")
    .map((path) => {
      const name = path === "." ? "index" : path.slice(2);
      const page = existsSync(join(docs, `api/${name}.md`)) ? name : `${name}/modules`;
      return { text: `blochfem${path.slice(1)}`, link: name === "index" ? "/api/" : `/api/${page}` };
    });

/** The book beside its pages, the reference beside its own. */
export function sidebar(): DefaultTheme.SidebarMulti {
  const placed = new Set(PARTS.flatMap((part) => part.pages));
  const others = pages().filter((page) => !placed.has(page));
  const book = PARTS.map(({ text, pages }, k) => ({
    text,
    items: (k === PARTS.length - 1 ? [...pages, ...others] : pages).map((page) => ({
      text: titleOf(page),
      link: `/${page}`,
    })),
  }));
  return { "/api/": [{ text: "API", items: reference() }], "/": book };
}
