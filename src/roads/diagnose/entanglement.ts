import { type Entanglement, entanglement } from "../../diagnose/entanglement/entanglement.ts";
import type { Subject } from "./subject.ts";

/** Multiplications for the partial transposes, and for the Fisher information: a tenth of a second each, or minutes with a certificate. */
const WORK = { plain: 1e7, certified: 1e11 } as const;

/** What it takes. */
type Measurable = Pick<Subject, "spins" | "domain" | "observables" | "errorEstimate" | "densityMatrix" | "traceNorm">;

/** What experimentalists quote of a state. */
export function entanglementOf(subject: Measurable, thoroughly: boolean): Entanglement {
  const found = entanglement(
    {
      spins: subject.spins,
      moments: subject.observables,
      errors: subject.errorEstimate,
      symmetric: subject.domain === "sphere",
      squeezing: subject.observables.squeezing,
      density: subject.densityMatrix,
      traceNorm: subject.traceNorm,
    },
    { workLimit: thoroughly ? WORK.certified : WORK.plain },
  );
  const { reason } = found;
  return reason === null || thoroughly
    ? found
    : { ...found, reason: `${reason}; with a certificate more is worked out` };
}
