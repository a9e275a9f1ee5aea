import { defineConfig } from "vitest/config";
import { resolve, shared } from "./vitest.config.ts";

/** What rests on the sparse solver, where the engine has no WebAssembly. */
export default defineConfig({
  resolve,
  test: {
    ...shared,
    include: ["test/linalg/**/*.test.ts", "test/fem/sphere/**/*.test.ts"],
    exclude: ["test/**/*.slow.test.ts"],
    setupFiles: ["test/withoutWebAssembly.ts"],
  },
});
