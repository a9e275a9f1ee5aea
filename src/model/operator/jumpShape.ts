import { explainCheck } from "../issues.ts";
import { jumpRemedy } from "../modelRemedies.ts";
import type { Jump } from "../secondOrder/coefficients.ts";
import { type Check, faulty, list, map, type Shape } from "../shapes.ts";
import type { ComplexVector } from "./linearForm.ts";
import { checkOperator, type OperatorInput } from "./operator.ts";
import { type OperatorKind, operatorNames } from "./parse.ts";

/** An operator in any of its notations. */
const operatorShape =
  (kind: OperatorKind): Shape<ComplexVector> =>
  (value, place) => {
    const { operator, issue } = checkOperator(value as OperatorInput, kind);
    if (operator !== null) return operator;
    const { what, remedy, component, column } = issue;
    const where = column === null ? what : `column ${column}: ${what}`;
    const parameters = {
      what: where,
      remedy,
      limit: undefined,
      ...(component === null ? {} : { path: [component] }),
      ...(column === null ? {} : { column }),
    };
    place.issues.push(
      explainCheck(place, parameters, `[l_x, l_y, l_z], or as a text in ${operatorNames(kind).join(", ")}`),
    );
    return faulty;
  };

/** A list of jumps with operators of one kind, each with a rate. */
export const jumpList = (
  kind: OperatorKind,
  rate: Shape<number>,
  check?: Check<readonly Jump[]>,
): Shape<readonly Jump[]> => list(map({ rate, operator: operatorShape(kind) }, undefined, jumpRemedy), check);
