import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Competitor } from "../comparison.ts";
import { runScript } from "../peers.ts";
import type { SolverProblem } from "./problem.ts";

/** More than any factorisation here: glibc then keeps what is freed. */
const KEEP = String(2 ** 34);

/** UMFPACK with the allocator as it is, and with one that keeps its memory, on the matrix that is in the folder. */
export function solverPeers(folder: string): readonly Competitor<SolverProblem>[] {
  const script = fileURLToPath(new URL("./umfpack.py", import.meta.url));
  const settings = [
    ["UMFPACK", {}],
    ["UMFPACK, kept", { MALLOC_TRIM_THRESHOLD_: KEEP, MALLOC_MMAP_THRESHOLD_: KEEP, MALLOC_TOP_PAD_: String(2 ** 28) }],
  ] as const;
  return settings.map(([name, allocator]) => ({
    name,
    run: ({ python }) =>
      runScript(python, [script, join(folder, "matrix.bin")], { OPENBLAS_NUM_THREADS: "1", ...allocator }),
  }));
}
