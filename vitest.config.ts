import { defineConfig } from "vitest/config";

/** What the suite and the slow suite share. */
export const shared = {
  // Solver tests are long on a loaded machine; a slow machine is not a failure. What needs more than some ten seconds on
  // an idle one has a limit of its own in its file.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
};

export default defineConfig({
  test: { ...shared, include: ["test/**/*.test.ts"], exclude: ["test/**/*.slow.test.ts"] },
});
