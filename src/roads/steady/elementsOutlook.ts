import type { SpinModel } from "../../model/spinModel.ts";
import { steadyStateKind } from "../../model/uniqueness.ts";
import { axisOutlook, isAroundAxis } from "./axisCost.ts";
import { dickeOutlook, femOutlook, harmonicOutlook, type Outlook } from "./cost.ts";
import type { AnySteadyOptions } from "./options.ts";
import { isAroundPoint, pointOutlook } from "./pointCost.ts";

/** What finite elements are where these options are given: polynomials around an axis or a fixed point, or elements on a mesh. */
export interface ElementsOutlook extends Outlook {
  readonly around: "axis" | "point" | null;
}

/** @param hasOthers whether there are other roads, which are left what they do better */
export function elementsOutlook(
  model: SpinModel,
  options: AnySteadyOptions & { readonly tolerance: number },
  hasOthers: boolean,
): ElementsOutlook {
  // A product state is written down.
  if (isPointAlone(model, options)) return { around: null, refusal: null, cost: { seconds: 0.1, bytes: 1e7 } };
  if (isAroundAxis(model, options)) return { around: "axis", ...axisOutlook(model, hasOthers) };
  if (isAroundPoint(model, options, hasOthers)) {
    const exact = [harmonicOutlook(model, undefined), dickeOutlook(model)];
    return { around: "point", ...pointOutlook(model, hasOthers, exact) };
  }
  const { refusal, cost } = femOutlook(model, options.tolerance, options);
  return { around: null, refusal: hasOthers ? refusal : null, cost };
}

/** Whether P is a delta function at one point, and no option asks for a mesh. */
const isPointAlone = (model: SpinModel, { mesh, degree, band, scheme }: AnySteadyOptions): boolean =>
  [mesh, degree, band, scheme].every((option) => option === undefined) && steadyStateKind(model).kind === "point";
