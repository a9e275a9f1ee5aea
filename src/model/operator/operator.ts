import { InputError } from "../../core/errors.ts";
import { LARGEST_COEFFICIENT } from "../limits.ts";
import { type ComplexNumber, type ComplexVector, complex, type LinearForm } from "./linearForm.ts";
import { type OperatorKind, operatorNames, parseForm } from "./parse.ts";

/** A component of an operator: a number, its real and imaginary part, or a text such as "0.6i" or "1-2i". */
export type ComponentInput = number | string | readonly [number, number];

/**
 * An operator l . J or l . sigma: its components [l_x, l_y, l_z], or a text such as "Jx + 0.6i*Jy" (local: "sx + 0.6i*sy").
 *
 * Jp = Jx + i Jy and Jm = Jx - i Jy. Local operators are built in the same way, sp = sx + i sy and sm = sx - i sy, twice the matrix that
 * raises or lowers a spin, so that a jump "Jm" or "sm" of some rate is `decay` of that rate, "Jp" or "sp" `pump`, "Jz" or "sz" `dephasing`.
 */
export type OperatorInput = string | ComplexVector | readonly [ComponentInput, ComponentInput, ComponentInput];

/** What is wrong with an operator: `component` is 0, 1 or 2 where one of three is to blame; `column` counts from 1 within its text. */
export interface OperatorIssue {
  readonly what: string;
  readonly remedy: string;
  readonly component: number | null;
  readonly column: number | null;
}

export type CheckedOperator =
  | { readonly operator: ComplexVector; readonly issue: null }
  | { readonly operator: null; readonly issue: OperatorIssue };

/** The operator that an input stands for, or what is wrong with it. Never throws. */
export function checkOperator(input: unknown, kind: OperatorKind): CheckedOperator {
  if (typeof input === "string") return fromText(input, kind);
  if (isComplexVector(input)) return sized(input);
  if (!Array.isArray(input) || input.length !== 3) {
    const what = Array.isArray(input)
      ? `${input.length} components instead of 3`
      : "neither a text nor three components";
    return failed(what, `give [l_x, l_y, l_z], or a text in ${operatorNames(kind).join(", ")}`);
  }
  const parts: ComplexNumber[] = [];
  for (let k = 0; k < 3; k++) {
    const part = componentOf(input[k]);
    if ("issue" in part) return { operator: null, issue: { ...part.issue, component: k } };
    parts.push(part.value);
  }
  const [x, y, z] = parts as [ComplexNumber, ComplexNumber, ComplexNumber];
  return sized({ re: [x.re, y.re, z.re], im: [x.im, y.im, z.im] });
}

/**
 * The operator that an input stands for.
 *
 * @throws InputError which says what is wrong, and in which component or column
 */
export function operatorOf(input: OperatorInput, kind: OperatorKind): ComplexVector {
  const { operator, issue } = checkOperator(input, kind);
  if (operator !== null) return operator;
  const { what, remedy, component, column } = issue;
  const place = [
    component === null ? null : `component ${"xyz"[component]}`,
    column === null ? null : `column ${column}`,
  ].filter((part) => part !== null);
  const where = place.length === 0 ? "" : ` (${place.join(", ")})`;
  throw new InputError({ what: `operator ${JSON.stringify(input)}${where}: ${what}`, remedy, value: input });
}

/** The form that a checked model holds. */
function isComplexVector(input: unknown): input is ComplexVector {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return false;
  const { re, im } = input as Readonly<Record<string, unknown>>;
  return [re, im].every((part) => Array.isArray(part) && part.length === 3 && part.every(Number.isFinite));
}

const failed = (what: string, remedy: string, column: number | null = null): CheckedOperator => ({
  operator: null,
  issue: { what, remedy, component: null, column },
});

function fromText(text: string, kind: OperatorKind): CheckedOperator {
  const { form, fault } = parseForm(text, kind);
  if (form === null) return failed(fault.what, fault.remedy, fault.column);
  if (form.operator === null)
    return failed("a number and no operator", `give a sum of ${operatorNames(kind).join(", ")}`);
  const { re, im } = form.constant;
  return re === 0 && im === 0 ? sized(form.operator) : failed("a number is added to the operator", asField(form, kind));
}

/**
 * D[A + c] = D[A] - i [ (i/2) (conj(c) A - c A^+), . ]: an added number is a field in disguise, and is refused rather than turned into one,
 * because the field of a model would then not be what its `field` says.
 */
function asField({ constant, operator }: LinearForm, kind: OperatorKind): string {
  const { re, im } = operator!;
  // Adding 0 turns -0 into 0.
  const along = re.map((value, k) => constant.im * value - constant.re * im[k]! + 0);
  const factor = kind === "collective" ? "2 rate / N" : "rate";
  return `leave it out and add ${factor} times [${along.join(", ")}] to the field, which does the same`;
}

function componentOf(input: unknown): { value: ComplexNumber } | { issue: OperatorIssue } {
  const fault = (what: string, remedy: string, column: number | null = null) => ({
    issue: { what, remedy, component: null, column },
  });
  if (typeof input === "string") {
    const { form, fault: found } = parseForm(input, null);
    return form === null ? fault(found.what, found.remedy, found.column) : { value: form.constant };
  }
  const pair = Array.isArray(input) ? input : [input, 0];
  if (pair.length !== 2 || pair.some((part) => typeof part !== "number"))
    return fault("not a complex number", 'give a number, [re, im] or a text such as "0.6i"');
  return { value: complex(pair[0], pair[1]) };
}

function sized(found: ComplexVector): CheckedOperator {
  const positive = (values: ComplexVector["re"]) => [values[0] + 0, values[1] + 0, values[2] + 0] as const;
  const operator = { re: positive(found.re), im: positive(found.im) };
  const largest = Math.max(...[...operator.re, ...operator.im].map(Math.abs));
  if (largest === 0) return failed("zero: it does nothing", "give another operator, or leave the jump out");
  if (!(largest <= LARGEST_COEFFICIENT))
    return failed(`a component of size ${largest}, above ${LARGEST_COEFFICIENT}`, "put the size into the rate");
  return { operator, issue: null };
}
