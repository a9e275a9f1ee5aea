import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin } from "rolldown";
import { parseSync } from "rolldown/utils";

/*
 * Modules of the library that the explorer imports through others and has no use for: what none of its options leads to, and roads that only repeat what another
 * one answers. In its bundle their functions refuse, so that the next road is taken, but for those that are told here what to say.
 */

/** Files, and folders with a slash, and what some of their functions return. */
const UNREACHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // scheme: "fluxCorrection", and what only trajectories need.
  "src/fem/positive/": {},
  "src/sde/": {},
  // An option `from` of steady states.
  "src/roads/limit/": {},
  // An initial state given by its moments.
  "src/fem/momentPoints.ts": {},
  // Sums over rows, matrices as text.
  "node_modules/ml-matrix/src/stat.js": {},
  "node_modules/ml-matrix/src/inspect.js": {},
  // Meshes by other names, and those that users bring.
  "src/mesh/sphere/delaunay.ts": {},
  "src/mesh/sphere/fibonacci.ts": {},
  "src/mesh/sphere/adopt.ts": {},
  "src/mesh/ball/adopt.ts": {},
  // Mixtures of points are not sought while one waits: `thorough: false`.
  "src/diagnose/certificate/points/pointCertificate.ts": {},
  "src/diagnose/certificate/ball/polynomials.ts": {},
  "src/diagnose/certificate/ball/points.ts": {},
  "src/diagnose/certificate/ball/mixture.ts": {},
  "src/diagnose/certificate/ball/ballFunctional.ts": {},
  // Spectra are those of P.
  "src/dicke/axis/spectrum.ts": {},
  // In time: moments, and functions that move with P.
  "src/dicke/axis/evolve.ts": { isOfPopulations: "false", isOfCoherences: "false" },
  "src/dicke/collective/evolve.ts": {},
  "src/dicke/symmetric/evolve.ts": {},
  "src/fem/ball/evolve.ts": {},
  "src/fem/axis/halfDisk/evolve.ts": { isBesideAxis: "false" },
  "src/fem/evolvingPair.ts": {},
  "src/fem/sphere/timeSystem.ts": {},
  "src/fem/sphere/bandTimeSystem.ts": {},
  "src/fem/sphere/loadPurity.ts": {},
  "src/ode/implicit/": {},
  // What has no room as factors takes minutes.
  "src/linalg/iterative/krylovSolver.ts": {},
};

/** Functions of files of which others are needed. */
const UNCALLED: Readonly<Record<string, readonly string[]>> = {
  // Methods that the page does not offer.
  "src/roads/evolve/followers.ts": ["followByFluxCorrection", "followBySde"],
  "src/roads/steady/candidates.ts": ["byFluxCorrection"],
  "src/roads/steady.ts": ["steadyFrom"],
  // Of evolutions on a mesh that does not move.
  "src/fem/sphere/evolveStages.ts": ["wholeStages", "bandStages"],
  // Parameters that depend on time, and starts other than all spins along a direction.
  "src/model/movingModel.ts": ["movingModel"],
  "src/model/initialState.ts": ["checkedProduct", "checkedDicke", "checkedMoments"],
  // Matrices that are not symmetric.
  "node_modules/ml-matrix/src/dc/evd.js": ["orthes", "hqr2"],
};

/** @param root folder of the project */
export const unreached = (root: string): Plugin => ({
  name: "unreached",
  load(path) {
    if (!/\.[jt]s$/.test(path)) return null;
    const name = relative(root, path).replaceAll("\\", "/");
    const refusal = `throw new ResourceLimitError({ what: "the page has no part ${name.replace(/^src\/|\.ts$/g, "")}", remedy: "take the model file to the command line" });`;
    const head = `import { ResourceLimitError } from ${JSON.stringify(join(root, "src/core/errors.ts"))};`;
    const found = Object.keys(UNREACHED).find((one) => (one.endsWith("/") ? name.startsWith(one) : name === one));
    if (found !== undefined) {
      const answers = UNREACHED[found]!;
      const lines = exportsOf(readFileSync(path, "utf8")).map(
        (one) => `export const ${one} = () => ${one in answers ? answers[one] : `{ ${refusal} }`};`,
      );
      return { code: [head, ...lines].join("\n"), moduleType: "js" };
    }
    const uncalled = UNCALLED[name];
    if (uncalled === undefined) return null;
    const text = withoutBodies(path, readFileSync(path, "utf8"), uncalled, refusal);
    return { code: `${head}\n${text}`, moduleType: name.endsWith(".ts") ? "ts" : "js" };
  },
});

/** The text of a module whose functions of these names do nothing but `refusal`. */
function withoutBodies(path: string, text: string, names: readonly string[], refusal: string): string {
  const bodies = parseSync(path, text).program.body.flatMap((statement) => {
    const declared = "declaration" in statement && statement.declaration !== null ? statement.declaration : statement;
    const isOne = declared.type === "FunctionDeclaration" && names.includes(declared.id?.name ?? "");
    return isOne && declared.body !== null ? [declared.body] : [];
  });
  if (bodies.length !== names.length) throw new Error(`${path} does not have all of ${names.join(", ")}`);
  return bodies.reduceRight((left, { start, end }) => `${left.slice(0, start)}{ ${refusal} }${left.slice(end)}`, text);
}

/** Names of the values that a module exports by declarations, which is all that sources of the library do. */
const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name]) => name!);
