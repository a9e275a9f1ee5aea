import { parameterSymbol } from "../../plot/quantities.ts";
import type { ExplorerModel, Vector } from "../state.ts";

/** A number of the model with a slider. */
export interface Parameter {
  /** "spins", "field.0", "interaction.zz", "collective.pump", as in the library. */
  readonly path: string;
  /** Markup. */
  readonly symbol: string;
  /** "drive along x". */
  readonly word: string;
  /** Where the slider begins. */
  readonly signed: boolean;
}

export interface ParameterGroup {
  readonly name: string;
  /** Markup: what the numbers are and in which unit. */
  readonly hint: string;
  /** Whether it is folded while all of it is 0. */
  readonly folded: boolean;
  readonly parameters: readonly Parameter[];
}

const parameter = (path: string, word: string, signed = false): Parameter => ({
  path,
  symbol: parameterSymbol(path),
  word,
  signed,
});

const rates = (group: "collective" | "local"): Parameter[] => [
  parameter(`${group}.dephasing`, "dephasing"),
  parameter(`${group}.pump`, "pump"),
  parameter(`${group}.decay`, "decay"),
];

export const PARAMETER_GROUPS: readonly ParameterGroup[] = [
  { name: "Spins", hint: "", folded: false, parameters: [parameter("spins", "number of spins")] },
  {
    name: "Field",
    hint: "*H* = *B* · *J*, in 1/time",
    folded: false,
    parameters: ["x", "y", "z"].map((axis, k) => parameter(`field.${k}`, `along ${axis}`, true)),
  },
  {
    name: "Interaction",
    hint: "Σ *χ* *J* *J* / *N*, in 1/time",
    folded: true,
    parameters: ["xx", "yy", "zz", "xy", "xz", "yz"].map((pair) =>
      parameter(
        `interaction.${pair}`,
        pair[0] === pair[1] ? `twisting about ${pair[0]}` : `between ${pair[0]} and ${pair[1]}`,
        true,
      ),
    ),
  },
  { name: "Collective rates", hint: "in 1/time", folded: false, parameters: rates("collective") },
  { name: "Local rates", hint: "each spin alone, 1/time", folded: false, parameters: rates("local") },
];

/** The number of a model at a path. */
export function valueAt(model: ExplorerModel, path: string): number {
  const [group, name = ""] = path.split(".");
  if (group === "spins") return model.spins;
  if (group === "field") return model.field[Number(name) as 0 | 1 | 2];
  return (model[group as "interaction" | "collective" | "local"] as unknown as Readonly<Record<string, number>>)[name]!;
}

/** The model with another number there. */
export function withValue(model: ExplorerModel, path: string, value: number): ExplorerModel {
  const [group, name = ""] = path.split(".");
  if (group === "spins") return { ...model, spins: value };
  if (group === "field") return { ...model, field: model.field.with(Number(name), value) as unknown as Vector };
  const key = group as "interaction" | "collective" | "local";
  return { ...model, [key]: { ...model[key], [name]: value } };
}
