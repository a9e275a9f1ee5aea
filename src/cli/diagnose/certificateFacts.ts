import { brief } from "../../core/brief.ts";
import type { Certificate } from "../../roads/diagnose/certificate.ts";
import { knownDigits, READABLE_DIGITS } from "../terminal/format.ts";

type Entangled = Extract<Certificate, { readonly outcome: "entangled" }>;

/** What a certificate says: names and texts in two columns. */
export function certificateFacts(found: Certificate): string[][] {
  const { leastEigenvalue, leastEigenvalueError } = found;
  const least =
    leastEigenvalue === null
      ? []
      : [
          [
            "",
            `least eigenvalue of the moment matrix ${knownDigits(leastEigenvalue, leastEigenvalueError ?? 0, READABLE_DIGITS)}`,
          ],
        ];
  switch (found.outcome) {
    case "entangled": {
      const visibility = "visibility" in found ? [["", `visibility ${brief(found.visibility, 6)}`]] : [];
      return [["certificate", `entangled: ${witnessText(found)}`], ...visibility, ...least];
    }
    case "not-identical-product": {
      const { witness, value, errorBound } = found;
      const integral = `T >= 0 of degree ${witness.degree}, int P T = ${withError(value, errorBound)}`;
      return [
        ["certificate", `no mixture of identical product states: ${integral}`],
        ["", "which says nothing of entanglement"],
        ...least,
      ];
    }
    case "classical": {
      const distance = `a mixture of product states is within trace distance ${brief(found.traceDistance, 2)}`;
      return [["certificate", `classical: ${proofText(found)}`], ["", distance], ...least];
    }
    case "undecided": {
      const near =
        found.traceDistance === null
          ? []
          : [["", `a classical state is within trace distance ${brief(found.traceDistance, 2)}`]];
      return [["certificate", `undecided: ${found.reason}`], ...near, ...least];
    }
  }
}

const withError = (value: number, errorBound: number): string =>
  `${knownDigits(value, errorBound, READABLE_DIGITS)} ± ${brief(errorBound, 2)}`;

function witnessText({ witness, value, errorBound }: Entangled): string {
  switch (witness.kind) {
    case "partialTranspose":
      return `the partial transpose across ${witness.cut.join(" | ")} has the eigenvalue ${withError(value, errorBound)}`;
    case "squeezing":
      return `a spin squeezing inequality is violated by ${withError(value, errorBound)}`;
    case "square":
    case "polynomial": {
      const kind = witness.kind === "square" ? "a square" : "a polynomial";
      return `${kind} T >= 0 of degree ${witness.degree}, int P T = ${withError(value, errorBound)}`;
    }
  }
}

function proofText(found: Extract<Certificate, { readonly outcome: "classical" }>): string {
  if (found.proof === "parabolic") return "the equation is parabolic, so that its steady P is nowhere negative";
  // On the sphere the smooth part is the uniform P.
  const smooth = "residual" in found ? "white noise" : "a smooth density";
  return `${found.points?.length ?? 0} points and ${brief(found.uniformPart ?? 0, 4)} of ${smooth} add up to it`;
}
