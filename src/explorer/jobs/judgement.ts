import { brief } from "../../core/brief.ts";
import { ConvergenceError } from "../../core/errors.ts";
import type { Entanglement, EntanglementQuantity } from "../../diagnose/entanglement/entanglement.ts";
import { observableLabel } from "../../plot/quantities.ts";
import { type Certificate, certificateOf } from "../../roads/diagnose/certificate.ts";
import { entanglementOf } from "../../roads/diagnose/entanglement.ts";
import type { Subject } from "../../roads/diagnose/subject.ts";
import { errorText, plainText } from "../format.ts";
import type { CertificateAnswer, EntanglementAnswer, EntanglementRow, Verdict } from "../protocol.ts";
import type { Answered } from "./answered.ts";

/** Cuts that have a line each. */
const MOST_CUTS = 4;

/** What experimentalists quote, a line each. */
export function entanglementRows(subject: Subject): Answered<EntanglementAnswer> {
  const found = entanglementOf(subject, false);
  const quantity = (label: string, { value, errorBound, detects, reason }: EntanglementQuantity): EntanglementRow => ({
    label,
    value,
    error: errorBound,
    detects,
    note: reason,
  });
  const { squeezing, concurrence, pairNegativity, inequalities, fisher, reason } = found;
  const rows: EntanglementRow[] = [
    quantity(`${observableLabel("kitagawaUeda", 0)} (below 1)`, squeezing.kitagawaUeda),
    quantity(`${observableLabel("wineland", 0)} (below 1)`, squeezing.wineland),
    ...(inequalities ?? []).map(({ directions, margin, errorBound, detects }) => ({
      label: `spin inequality, ${directions} direction${directions === 1 ? "" : "s"} (below 0)`,
      value: margin,
      error: errorBound,
      detects,
      note: null,
    })),
    quantity("concurrence of two spins", concurrence),
    quantity("negativity of two spins", pairNegativity),
    ...strongestCuts(found),
    ...(fisher === null
      ? []
      : [
          {
            label: "Fisher information / N (above 1)",
            value: fisher.largest / subject.spins,
            error: fisher.errorBound / subject.spins,
            detects: fisher.detects,
            note: null,
          },
        ]),
    ...(reason === null
      ? []
      : [{ label: `left out: ${reason.replaceAll("*", "·")}`, value: null, error: null, detects: null, note: reason }]),
  ];
  return { kind: "entanglement", rows };
}

const strongestCuts = ({ negativity }: Entanglement): EntanglementRow[] =>
  (negativity ?? [])
    .toSorted((a, b) => b.negativity - a.negativity)
    .slice(0, MOST_CUTS)
    .toSorted((a, b) => a.cut[0] - b.cut[0])
    .map(({ cut, negativity: value, negativityError, detects }) => ({
      label: `negativity ${cut[0]} | ${cut[1]}`,
      value,
      error: negativityError,
      detects,
      note: null,
    }));

/**
 * Whether the state is a mixture of product states.
 *
 * @throws ConvergenceError where the method does not know what it takes
 */
export function certified(subject: Subject, parabolic: boolean, seconds: number): Certificate {
  const { certificate, missing } = certificateOf(subject, { parabolic, seconds, thorough: false });
  if (certificate !== null) return certificate;
  throw new ConvergenceError({ what: `no certificate: ${missing}`, remedy: "take fewer spins" });
}

/**
 * e: the least eigenvalue of the moment matrix in units in which white noise has 1, where it is known to be negative, else what the witness has; both
 * are negative for no mixture of product states.
 */
function entanglementOfProof(found: Extract<Certificate, { readonly outcome: "entangled" }>): {
  readonly value: number;
  readonly errorBound: number;
} {
  const { leastEigenvalue, leastEigenvalueError, value, errorBound } = found;
  return leastEigenvalue !== null && leastEigenvalueError != null && leastEigenvalue + leastEigenvalueError < 0
    ? { value: leastEigenvalue, errorBound: leastEigenvalueError }
    : { value, errorBound };
}

export function certificateAnswer(certificate: Certificate): Answered<CertificateAnswer> {
  const proof = certificate.outcome === "entangled" ? entanglementOfProof(certificate) : null;
  const { sentence, explanation } = told(certificate);
  return {
    kind: "certificate",
    verdict: certificate.outcome,
    sentence,
    explanation,
    value: proof?.value ?? null,
    errorBound: proof?.errorBound ?? null,
  };
}

function told(certificate: Certificate): { readonly sentence: Verdict; readonly explanation: string } {
  switch (certificate.outcome) {
    case "entangled": {
      const { value, errorBound, witness } = certificate;
      const error = `${plainText(value)} ± ${errorText(errorBound)}`;
      const explanation =
        witness.kind === "partialTranspose"
          ? `The partial transpose across ${witness.cut.join(" | ")} has the eigenvalue ${error}.`
          : witness.kind === "squeezing"
            ? `A spin squeezing inequality is violated by ${error}.`
            : `A polynomial *T* ≥ 0 of degree ${witness.degree} has ∫ *P T* = ${error}, which is negative for no mixture of product states, and 1 for white noise; *e* is the least that is known.`;
      return {
        sentence: { tone: "warning", text: `Entangled: e = ${brief(entanglementOfProof(certificate).value, 2)}` },
        explanation,
      };
    }
    case "not-identical-product":
      return {
        sentence: { tone: "plain", text: "No mixture of identical product states" },
        explanation: "That says nothing of entanglement.",
      };
    case "classical": {
      const distance = errorText(certificate.traceDistance);
      return {
        sentence: { tone: "good", text: "Classical: a mixture of product states" },
        explanation: `The equation is parabolic, so that its steady P is nowhere negative; such a mixture is within trace distance ${distance}.`,
      };
    }
    case "undecided":
      return {
        sentence: { tone: "plain", text: "Entangled or not: undecided" },
        explanation: `${certificate.reason.replaceAll("*", "·")}. blochfem diagnose --certify seeks mixtures of product states as well.`,
      };
  }
}
