import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Plugin } from "rolldown";

/*
 * Modules of the library that the explorer imports through others and has no use for: what none of its options leads to, and roads that only repeat what another
 * one answers. In its bundle their functions refuse, so that the next road is taken, but for those that are told here what to say.
 */

/** Files, and folders with a slash, in src/, and what some of their functions return. */
const UNREACHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // scheme: "fluxCorrection", and what only trajectories need.
  "fem/positive/": {},
  "sde/": {},
  // An option `from` of steady states.
  "roads/limit/": {},
  // Meshes by other names, and those that users bring.
  "mesh/sphere/delaunay.ts": {},
  "mesh/sphere/fibonacci.ts": {},
  "mesh/sphere/adopt.ts": {},
  "mesh/ball/adopt.ts": {},
  // Mixtures of points are not sought while one waits: `thorough: false`.
  "diagnose/certificate/points/pointCertificate.ts": {},
  "diagnose/certificate/ball/polynomials.ts": {},
  "diagnose/certificate/ball/points.ts": {},
  "diagnose/certificate/ball/mixture.ts": {},
  "diagnose/certificate/ball/ballFunctional.ts": {},
  // Spectra are those of P.
  "dicke/axis/spectrum.ts": {},
  // In time: moments, and functions that move with P.
  "dicke/axis/evolve.ts": { isOfPopulations: "false", isOfCoherences: "false" },
  "dicke/collective/evolve.ts": {},
  "dicke/symmetric/evolve.ts": {},
  "fem/ball/evolve.ts": {},
  "fem/evolvingPair.ts": {},
  "ode/implicit/": {},
  // What has no room as factors takes minutes.
  "linalg/iterative/krylovSolver.ts": {},
};

/** @param source folder of the sources */
export const unreached = (source: string): Plugin => ({
  name: "unreached",
  load(path) {
    if (!path.endsWith(".ts")) return null;
    const name = relative(source, path).replaceAll("\\", "/");
    const found = Object.keys(UNREACHED).find((one) => (one.endsWith("/") ? name.startsWith(one) : name === one));
    if (found === undefined) return null;
    const answers = UNREACHED[found]!;
    const lines = exportsOf(readFileSync(path, "utf8")).map((one) =>
      one in answers
        ? `export const ${one} = () => ${answers[one]};`
        : `export const ${one} = () => { throw new ResourceLimitError({ what: "the page has no part ${name.replace(/\.ts$/, "")}", remedy: "take the model file to the command line" }); };`,
    );
    const head = `import { ResourceLimitError } from ${JSON.stringify(`${source}/core/errors.ts`)};`;
    return { code: [head, ...lines].join("\n"), moduleType: "js" };
  },
});

/** Names of the values that a module exports by declarations, which is all that sources of the library do. */
const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name]) => name!);
