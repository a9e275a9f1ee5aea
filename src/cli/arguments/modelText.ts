import { brief } from "../../core/brief.ts";
import { excerpt, printable } from "../../core/printable.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { Drive } from "../../model/drive.ts";
import type { Signal, SignalInput } from "../../model/signal.ts";
import type { Rates } from "../../model/spinModel.ts";
import type { WrittenComponent, WrittenJump, WrittenModel } from "../../model/writtenModel.ts";
import { fitsLine } from "../terminal/format.ts";

/** Most characters of the jumps of a group: with their heading a line. */
const LONGEST_JUMPS = 60;

/**
 * N, field, interaction, rates and jumps: on a line where they fit, else each on one of its own. A field in time by its formulas or the
 * span of its samples.
 */
export function describeModel(model: WrittenModel, drive?: Problem["drive"]): string {
  const { spins, field, interaction, collective, local } = model;
  const parameters = drive !== undefined && "parameters" in drive ? drive.parameters : NONE;
  /** The value of a coefficient, or what it is in time. */
  const shown = (path: string, value: number): string => {
    const signal = parameters.get(path);
    return signal === undefined ? String(value) : describeSignal(signal.source);
  };
  const names = (group: string): string[] =>
    [...parameters.keys()].filter((path) => path.startsWith(`${group}.`)).map((path) => path.slice(group.length + 1));
  const rates = (group: "collective" | "local"): string =>
    RATES.map((name) => `${name} ${shown(`${group}.${name}`, model[group][name])}`).join(", ");
  const hasRates = (group: "collective" | "local"): boolean =>
    RATES.some((name) => model[group][name] > 0 || parameters.has(`${group}.${name}`));
  const jumps = (group: "collective" | "local", letter: string): string =>
    describeJumps(model[group].jumps!, letter, (k, rate) => shown(`${group}.jumps.${k}.rate`, rate));
  const whole = fieldSource(drive);
  const components = field.map((value, k) => shown(`field.${k}`, value)).join(", ");
  const parts = [`N = ${spins}, B = ${whole === null ? `(${components})` : describeField(whole)}`];
  const present = Object.entries({
    ...Object.fromEntries(names("interaction").map((name) => [name, 0])),
    ...interaction,
  })
    .filter(([name, value]) => value !== 0 || parameters.has(`interaction.${name}`))
    .map(([name, value]) => `${name} ${shown(`interaction.${name}`, value)}`);
  if (present.length > 0) parts.push(`interaction ${present.join(", ")}`);
  if (hasRates("collective") || collective.jumps === undefined) parts.push(`collective ${rates("collective")}`);
  if (collective.jumps !== undefined) parts.push(`collective jumps ${jumps("collective", "J")}`);
  if (hasRates("local")) parts.push(`local ${rates("local")}`);
  if (local.jumps !== undefined) parts.push(`local jumps ${jumps("local", "s")}`);
  const line = parts.join(", ");
  return fitsLine(line) ? line : parts.join(",\n");
}

const RATES = ["dephasing", "pump", "decay"] as const satisfies readonly (keyof Rates)[];

const NONE: ReadonlyMap<string, Pick<Signal, "source">> = new Map();

const describeJumps = (
  jumps: readonly WrittenJump[],
  letter: string,
  rateText: (k: number, rate: number) => string,
): string =>
  excerpt(
    jumps.map(({ rate, operator }, k) => `${rateText(k, rate)} of ${operatorText(operator, letter)}`).join(", "),
    LONGEST_JUMPS,
  );

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

/** Of a field that moves as a whole; null where it does not. */
function fieldSource(drive: Problem["drive"]): Drive["source"] | null {
  if (drive === undefined) return null;
  return "parameters" in drive.source ? (drive.source.field ?? null) : drive.source;
}

const describeField = (source: Drive["source"]): string =>
  "formula" in source ? `(${source.formula.map(formulaText).join(", ")})` : samplesText(source);

const describeSignal = (source: SignalInput): string =>
  typeof source === "string" ? formulaText(source) : samplesText(source);

const formulaText = (text: string): string => excerpt(printable(text), LONGEST_FORMULA);

const samplesText = ({ times }: { readonly times: readonly number[] }): string =>
  `samples at ${times.length} times from ${times[0]} to ${times.at(-1)}`;
