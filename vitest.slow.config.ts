import { defineConfig } from "vitest/config";
import { resolve, shared } from "./vitest.config.ts";

/** What is too long for every change: minutes on an idle machine, an hour for a test at most on a busy one. */
export default defineConfig({
  resolve,
  test: { ...shared, include: ["test/**/*.slow.test.ts"], testTimeout: 3_600_000, hookTimeout: 3_600_000 },
});
