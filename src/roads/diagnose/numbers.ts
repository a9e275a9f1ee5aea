import type { EntanglementQuantity } from "../../diagnose/entanglement/entanglement.ts";
import type { Diagnosis } from "../diagnose.ts";

/** Of the equation and of its steady state, or of the given state: docs/diagnose.md says what each is. null where it is not known, `notes` say why. */
export interface DiagnosedObservables {
  readonly parabolic: boolean;
  readonly minimumEigenvalue: number;
  /** Dephasing about z from which on it is parabolic. */
  readonly requiredDephasing: number | null;
  /** int max(-P, 0) in harmonics up to the band. */
  readonly negativeMass: number | null;
  /** xi_S^2 and xi_R^2. */
  readonly kitagawaUeda: number | null;
  readonly wineland: number | null;
  /** The least margin of the spin squeezing inequalities. */
  readonly margin: number | null;
  readonly concurrence: number | null;
  /** The largest over all cuts. */
  readonly negativity: number | null;
  readonly fisher: number | null;
  readonly depth: number | null;
  /** Whether anything of these proves entanglement. */
  readonly entangled: boolean | null;
  readonly notes: readonly string[];
}

/** Of the same quantities, as far as they have bounds. */
export type DiagnosedErrors = Readonly<
  Record<
    "minimumEigenvalue" | "kitagawaUeda" | "wineland" | "margin" | "concurrence" | "negativity" | "fisher",
    number | null
  >
>;

/** The numbers of a diagnosis. */
export function diagnosedNumbers({ parabolicity, negativity, entanglement, notes }: Diagnosis): {
  readonly observables: DiagnosedObservables;
  readonly errorEstimate: DiagnosedErrors;
} {
  const none: EntanglementQuantity = { value: null, errorBound: null, detects: null, reason: null };
  const { kitagawaUeda, wineland } = entanglement?.squeezing ?? { kitagawaUeda: none, wineland: none };
  const concurrence = entanglement?.concurrence ?? none;
  const margins = entanglement?.inequalities?.toSorted((a, b) => a.margin - b.margin) ?? [];
  const cuts = entanglement?.negativity?.toSorted((a, b) => b.negativity - a.negativity) ?? [];
  const fisher = entanglement?.fisher ?? null;
  return {
    observables: {
      parabolic: parabolicity.parabolic,
      minimumEigenvalue: parabolicity.minimumEigenvalue,
      requiredDephasing: parabolicity.requiredDephasing,
      negativeMass: negativity?.negativeMass ?? null,
      kitagawaUeda: kitagawaUeda.value,
      wineland: wineland.value,
      margin: margins[0]?.margin ?? null,
      concurrence: concurrence.value,
      negativity: cuts[0]?.negativity ?? null,
      fisher: fisher?.largest ?? null,
      depth: entanglement?.depth.value ?? null,
      entangled: entanglement?.detects ?? null,
      notes,
    },
    errorEstimate: {
      minimumEigenvalue: parabolicity.minimumEigenvalue - parabolicity.minimumEigenvalueBound,
      kitagawaUeda: kitagawaUeda.errorBound,
      wineland: wineland.errorBound,
      margin: largest(margins.map(({ errorBound }) => errorBound)),
      concurrence: concurrence.errorBound,
      negativity: largest(cuts.map(({ negativityError }) => negativityError)),
      fisher: fisher?.errorBound ?? null,
    },
  };
}

/** Of the least or the largest of several numbers. */
const largest = (errors: readonly number[]): number | null => (errors.length === 0 ? null : Math.max(...errors));
