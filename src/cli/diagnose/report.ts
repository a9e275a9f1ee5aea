import type { CutQuantity, Entanglement } from "../../diagnose/entanglement/entanglement.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { DiagnosedNegativity } from "../../roads/diagnose/negativity.ts";
import type { Diagnosis } from "../../roads/diagnose.ts";
import { inCommandLineWords } from "../commandLineWords.ts";
import { certificateJson } from "./certificateJson.ts";

/** The object that `blochfem diagnose --json` prints. */
export function diagnosisReport(found: Diagnosis): unknown {
  const { parabolicity, negativity, certificate, entanglement, course } = found;
  return {
    model: writtenModel(found.model),
    state: found.state,
    parabolicity: { ...parabolicity, regions: parabolicity.regions.map(pointsOf) },
    negativity: negativity === null ? null : negativityReport(negativity),
    ...(certificate === undefined
      ? {}
      : { certificate: certificate === null ? null : certificateJson(certificate, found.state!.domain) }),
    entanglement: entanglement === null ? null : entanglementReport(entanglement),
    ...(course === undefined
      ? {}
      : {
          course: {
            events: course.events,
            points: course.points.map((point) => ({
              ...point,
              entanglement: entanglementReport(point.entanglement),
            })),
          },
        }),
    ...(found.scan === undefined ? {} : { scan: found.scan }),
    advice: found.advice,
    notes: found.notes.map(inCommandLineWords),
  };
}

const negativityReport = ({ values: _, regions, ...others }: DiagnosedNegativity): unknown => ({
  ...others,
  regions: regions.map(pointsOf),
});

/** Digits of a place on the sphere: a picture needs fewer. */
const DIGITS = 9;

/** Points [x, y, z] of a curve. */
function pointsOf(curve: Float64Array): number[][] {
  const round = (value: number): number => Number(value.toFixed(DIGITS)) + 0;
  return Array.from({ length: curve.length / 3 }, (_, k) => [
    round(curve[3 * k]!),
    round(curve[3 * k + 1]!),
    round(curve[3 * k + 2]!),
  ]);
}

/** Without the vectors of the partial transposes. */
function entanglementReport({ negativity, ...others }: Entanglement): unknown {
  const withoutVector = ({ vector: _, ...cut }: CutQuantity): unknown => cut;
  return { ...others, negativity: negativity?.map(withoutVector) ?? null };
}
