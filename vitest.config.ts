import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** Tests of what users import write it as users do; the sources stand for the package, as `paths` in tsconfig.json says to the compiler. */
export const resolve = {
  alias: [
    { find: /^blochfem$/, replacement: source("index.ts") },
    { find: /^blochfem\/(\w+)$/, replacement: source("$1/index.ts") },
  ],
};

/** What the suite and the slow suite share. */
export const shared = {
  // Solver tests are long on a loaded machine; a slow machine is not a failure. What needs more than some ten seconds on
  // an idle one has a limit of its own in its file.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
};

export default defineConfig({
  resolve,
  test: {
    ...shared,
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.slow.test.ts"],
    // For `npm run coverage`: the folders below the methods, by their own tests.
    coverage: {
      provider: "v8",
      include: ["core", "linalg", "ode", "model", "mesh", "io"].map((folder) => `src/${folder}/**/*.ts`),
      reporter: ["text-summary", "html"],
      // Measured: 95.2, 88.5, 92.9 and 95.9 %.
      thresholds: { statements: 95, branches: 88, functions: 92, lines: 95 },
    },
  },
});
