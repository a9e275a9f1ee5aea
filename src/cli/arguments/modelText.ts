import { excerpt, printable } from "../../core/printable.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { Rates } from "../../model/spinModel.ts";
import type { WrittenComponent, WrittenJump, WrittenModel } from "../../model/writtenModel.ts";
import { brief, fitsLine } from "../terminal/format.ts";

/** Most characters of the jumps of a group: with their heading a line. */
const LONGEST_JUMPS = 60;

/**
 * N, field, interaction, rates and jumps: on a line where they fit, else each on one of its own. A field in time by its formulas or the
 * span of its samples.
 */
export function describeModel(model: WrittenModel, drive?: Problem["drive"]): string {
  const { spins, field, interaction, collective, local } = model;
  const parts = [`N = ${spins}, B = ${drive === undefined ? `(${field.join(", ")})` : describeDrive(drive)}`];
  if (interaction !== undefined) {
    const present = Object.entries(interaction).filter(([, value]) => value !== 0);
    parts.push(`interaction ${present.map(([name, value]) => `${name} ${value}`).join(", ")}`);
  }
  if (hasRates(collective) || collective.jumps === undefined) parts.push(`collective ${describeRates(collective)}`);
  if (collective.jumps !== undefined) parts.push(`collective jumps ${describeJumps(collective.jumps, "J")}`);
  if (hasRates(local)) parts.push(`local ${describeRates(local)}`);
  if (local.jumps !== undefined) parts.push(`local jumps ${describeJumps(local.jumps, "s")}`);
  const line = parts.join(", ");
  return fitsLine(line) ? line : parts.join(",\n");
}

const hasRates = ({ dephasing, pump, decay }: Rates): boolean => dephasing > 0 || pump > 0 || decay > 0;

const describeRates = ({ dephasing, pump, decay }: Rates): string =>
  `dephasing ${dephasing}, pump ${pump}, decay ${decay}`;

const describeJumps = (jumps: readonly WrittenJump[], letter: string): string =>
  excerpt(jumps.map(({ rate, operator }) => `${rate} of ${operatorText(operator, letter)}`).join(", "), LONGEST_JUMPS);

/** "Jx + 0.6i*Jy", as an operator may be written in a model file. */
const operatorText = (operator: WrittenJump["operator"], letter: string): string =>
  operator
    .flatMap((component, k) => {
      const factor = factorText(component);
      return factor === "0" ? [] : [`${factor === "1" ? "" : `${factor}*`}${letter}${"xyz"[k]}`];
    })
    .join(" + ")
    .replaceAll("+ -", "- ");

/** Digits of a component. */
const DIGITS = 6;

function factorText(component: WrittenComponent): string {
  if (typeof component === "number") return brief(component, DIGITS);
  const [re, im] = component;
  const imaginary = `${brief(im, DIGITS)}i`.replace(/^(-?)1i$/, "$1i");
  return re === 0 ? imaginary : `(${brief(re, DIGITS)}${im < 0 ? "" : "+"}${imaginary})`;
}

/** Of a component in a title. */
const LONGEST_FORMULA = 200;

function describeDrive({ source }: NonNullable<Problem["drive"]>): string {
  if ("formula" in source)
    return `(${source.formula.map((text) => excerpt(printable(text), LONGEST_FORMULA)).join(", ")})`;
  return `samples at ${source.times.length} times from ${source.times[0]} to ${source.times.at(-1)}`;
}
