import type { Competitor } from "../comparison.ts";
import { peerModel } from "../models.ts";
import { runFreeFem, runPython } from "../peers.ts";
import { fieldX, type SphereProblem, spins } from "./problem.ts";

const model = peerModel(spins, fieldX);
const pin = { constraint: "pin" };

/** All with UMFPACK and the value at one node fixed, the fastest choice of each. */
export const spherePeers: readonly Competitor<SphereProblem>[] = [
  {
    name: "scipy",
    run: (peers, { level, degree }) =>
      runPython(peers, "s_scipy.py", { p: degree, level, ...model, ...pin, solver: "umfpack", reps: 5 }),
  },
  {
    name: "dolfinx",
    run: (peers, { level, degree }) =>
      runPython(peers, "s_dolfinx.py", { p: degree, level, ...model, ...pin, solver: "umfpack", reps: 5 }),
  },
  {
    name: "FreeFEM",
    // One run: it compiles nothing while it runs, and its meshing of 40,962 vertices takes long.
    run: (peers, { level, degree }) =>
      degree > 2 ? null : runFreeFem(peers, "s_freefem.edp", { degree, level, ...model, ...pin, reps: 1 }),
  },
];
