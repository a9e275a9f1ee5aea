import { resolveImports, type Source } from "./sources.ts";

/**
 * The layers, left to right: a folder imports from its own folder and from layers further left. Folders of one layer do not
 * import one another.
 */
const LAYERS: readonly (readonly string[])[] = [
  ["core"],
  ["linalg"],
  ["ode"],
  ["model", "mesh"],
  ["state"],
  ["light"],
  ["fem", "harmonic", "dicke", "sde"],
  ["diagnose"],
  ["roads"],
  ["io", "plot"],
  ["sweep", "explorer"],
  ["cli"],
];

/** The library's root stands beside cli: it may name everything that runs in a browser. */
const ROOT = "index.ts";

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));

const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : path);

/** Everything left of sweep, and the root, runs in Node and in a browser alike; the page in a browser alone, which has no more of Node. */
const isIsomorphic = (path: string): boolean =>
  path === ROOT || folderOf(path) === "explorer" || layerOf(folderOf(path)) < layerOf("sweep");

/** Packages that belong to one place: a file, or a folder with a slash. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  "ml-sparse-matrix": ["linalg/interop.ts"],
  commander: ["cli/"],
  picocolors: ["cli/"],
  yaml: ["io/"],
  fflate: ["io/numpy/"],
  delaunator: ["mesh/"],
};

/**
 * Folders that are twins, and the files above them, or folders with a slash, that dispatch, as an index may: the one does not import the other, and what
 * stands once above both imports neither.
 */
const TWINS: readonly {
  readonly above: string;
  readonly twins: readonly [string, string];
  readonly dispatch: readonly string[];
}[] = [
  { above: "mesh", twins: ["sphere", "ball"], dispatch: ["mesh/spec.ts"] },
  { above: "diagnose/certificate", twins: ["sphere", "ball"], dispatch: [] },
  { above: "harmonic", twins: ["sphere", "ball"], dispatch: [] },
  { above: "sde", twins: ["sphere", "ball"], dispatch: [] },
  { above: "dicke", twins: ["collective", "symmetric"], dispatch: [] },
  { above: "fem", twins: ["sphere", "ball"], dispatch: ["fem/steadyDensityOn.ts", "fem/positive/"] },
];

/**
 * Questions that choose between sphere and ball, and who may ask them: files, or folders with a slash. Whoever else has to know is given a mesh,
 * a space or an answer.
 */
const DOMAIN_QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  hasLocalRates: ["model/", "roads/"],
  "mesh.dimension ===": ["mesh/", "roads/", "fem/steadyDensityOn.ts", "fem/positive/", "io/gmsh/"],
};

const NODE_GLOBALS = ["process", "Buffer", "require", "__dirname", "__filename", "setImmediate", "console"];

/** Every breach of the architecture, one line each; empty where all is well. */
export function breaches(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap((source) => [
      ...layerBreaches(source),
      ...packageBreaches(source),
      ...globalBreaches(source),
      ...contentsBreaches(source),
      ...twinBreaches(source),
      ...domainBreaches(source),
    ]),
    ...missingFiles(sources),
    ...dickeBreaches(sources),
    ...cycles(sources),
  ];
}

const targets = ({ path, imports }: Source): string[] => resolveImports(path, imports);

function layerBreaches(source: Source): string[] {
  const { path } = source;
  if (path === ROOT) {
    return targets(source)
      .filter((target) => !isIsomorphic(target))
      .map((target) => `${path} imports ${target}, which does not run in a browser`);
  }
  const folder = folderOf(path);
  if (layerOf(folder) < 0) return [`${path} is in no layer`];
  const found: string[] = [];
  for (const target of targets(source)) {
    const other = folderOf(target);
    if (target === ROOT) found.push(`${path} imports the root instead of the file that it needs`);
    else if (target.endsWith("/index.ts")) {
      found.push(`${path} imports ${target}, a table of contents for users, instead of the file that it needs`);
    } else if (other !== folder && layerOf(other) === layerOf(folder)) {
      found.push(`${path} imports ${target}: ${folder} and ${other} stand side by side`);
    } else if (!(layerOf(other) <= layerOf(folder) && layerOf(other) >= 0)) {
      found.push(`${path} imports ${target}, which is not to its left`);
    }
  }
  return found;
}

function twinBreaches(source: Source): string[] {
  const { path } = source;
  const found: string[] = [];
  for (const { above, twins, dispatch } of TWINS) {
    if (!path.startsWith(`${above}/`) || path === `${above}/index.ts` || dispatch.some((one) => isAt(path, one)))
      continue;
    const own = twins.find((twin) => path.startsWith(`${above}/${twin}/`));
    // A third folder stands beside the twins, not above them.
    if (own === undefined && path.slice(above.length + 1).includes("/")) continue;
    for (const target of targets(source)) {
      const other = twins.find((twin) => twin !== own && target.startsWith(`${above}/${twin}/`));
      if (other === undefined) continue;
      found.push(
        own === undefined
          ? `${path} imports ${target}: what stands above ${twins.join("/ and ")}/ imports neither`
          : `${path} imports ${target}: what twins share stands above them`,
      );
    }
  }
  return found;
}

function domainBreaches({ path, names }: Source): string[] {
  return Object.entries(DOMAIN_QUESTIONS)
    .filter(([name, homes]) => names.includes(name) && !homes.some((home) => isAt(path, home)))
    .map(([name, homes]) => `${path} asks ${name}, which only ${homes.join(", ")} may`);
}

/** Whether a path is a file, or in a folder with a slash. */
const isAt = (path: string, home: string): boolean => (home.endsWith("/") ? path.startsWith(home) : path === home);

function packageBreaches({ path, imports, computedImports }: Source): string[] {
  const found = computedImports.map((specifier) => `${path} imports ${specifier}, a specifier that is computed`);
  for (const specifier of imports) {
    if (specifier.startsWith(".")) {
      if (!specifier.endsWith(".ts")) found.push(`${path} imports ${specifier} without its extension`);
      continue;
    }
    if (specifier.startsWith("node:")) {
      if (isIsomorphic(path)) found.push(`${path} imports ${specifier}, which no browser has`);
      continue;
    }
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    const homes = HOMES[name];
    if (homes !== undefined && !homes.some((home) => isAt(path, home))) {
      found.push(`${path} imports ${name}, which only ${homes.join(", ")} may`);
    }
  }
  return found;
}

function globalBreaches({ path, names }: Source): string[] {
  const found: string[] = [];
  if (names.includes("Math.random")) found.push(`${path} calls Math.random instead of a seeded stream`);
  if (isIsomorphic(path)) {
    for (const name of NODE_GLOBALS) if (names.includes(name)) found.push(`${path} uses ${name}`);
  }
  return found;
}

/** An index names what the files beside it export, each name once, and says nothing of its own. */
function contentsBreaches({ path, statements }: Source): string[] {
  if (path !== ROOT && !path.endsWith("/index.ts")) return [];
  return statements
    .filter((statement) => statement !== "named re-export")
    .map((statement) => `${path} holds ${statement}, and a table of contents only re-exports by name`);
}

function missingFiles(sources: readonly Source[]): string[] {
  const paths = new Set(sources.map((source) => source.path));
  return sources.flatMap((source) =>
    targets(source)
      .filter((target) => !paths.has(target))
      .map((target) => `${source.path} imports ${target}, which is not there`),
  );
}

const KRAMERS_MOYAL = ["model/kramersMoyal.ts", "model/secondOrder/kramersMoyal.ts"];

/** Not even through others: the Dicke road shares no formula with the P-function roads. */
function dickeBreaches(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set(sources.filter(({ path }) => folderOf(path) === "dicke").map(({ path }) => path));
  for (const path of reached) {
    const source = byPath.get(path);
    if (source !== undefined) for (const target of targets(source)) reached.add(target);
  }
  return KRAMERS_MOYAL.filter((path) => reached.has(path)).map((path) => `dicke reaches ${path}`);
}

/** One line for each cycle that a depth-first search closes. Imports of types do not count: they order nothing at run time. */
function cycles(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const found: string[] = [];
  const visit = (path: string): void => {
    const source = byPath.get(path);
    if (source === undefined || state.get(path) === "done") return;
    if (state.get(path) === "open") {
      found.push(`import cycle ${[...trail.slice(trail.indexOf(path)), path].join(" -> ")}`);
      return;
    }
    state.set(path, "open");
    trail.push(path);
    for (const target of resolveImports(path, [...source.staticImports, ...source.dynamicImports])) visit(target);
    trail.pop();
    state.set(path, "done");
  };
  for (const { path } of sources) visit(path);
  return found;
}
