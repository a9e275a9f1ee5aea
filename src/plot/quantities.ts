import { NO_INTERACTION } from "../model/secondOrder/coefficients.ts";

/*
 * How quantities are set in print, as markup of `richText`. Rates, fields and interactions share one unit, the inverse of that of time.
 */

const AXES = ["x", "y", "z"] as const;
const SIGNS: Readonly<Record<string, string>> = { dephasing: "*z*", pump: "+", decay: "−" };
const GROUPS: Readonly<Record<string, string>> = { collective: "*κ*", local: "*γ*" };

export const TIME_LABEL = "time *t*  (1/rate)";

/** Of a number of the model by its path, with its unit: "field.x" or "field.0", "collective.dephasing", "spins", "collective.jumps.0.rate". */
export function parameterLabel(path: string): string {
  const symbol = parameterSymbol(path);
  if (path === "spins") return `number of spins ${symbol}`;
  if (symbol === path) return `${path.replaceAll("_", " ")}  (rate)`;
  const noun = path.startsWith("field") ? "field" : path.startsWith("interaction") ? "interaction" : nameOf(path);
  return `${noun} ${symbol}  (rate)`;
}

const nameOf = (path: string): string => path.replace(/^(\w+)\.(\w+)$/, "$1 $2").replace(/^(\w+)\.jumps.*$/, "$1 jump");

/** The symbol alone; the path where there is none. */
export function parameterSymbol(path: string): string {
  const [group, name = "", index] = path.split(".") as [string, string?, string?];
  if (group === "spins") return "*N*";
  if (group === "field") return `*B*_{*${AXES[Number(name)] ?? name}*}`;
  if (group === "interaction" && name in NO_INTERACTION) return `*χ*_{*${name}*}`;
  const letter = GROUPS[group];
  if (letter === undefined) return path;
  if (name === "jumps") return `${letter}_{${index}}`;
  return SIGNS[name] === undefined ? path : `${letter}_{${SIGNS[name]}}`;
}

/** Of a first or second moment, "mean", "square" or "cross" and its number, or of the purity or a squeezing. */
export function observableLabel(kind: string, k = 0): string {
  const [i, j] = [
    [0, 1],
    [0, 2],
    [1, 2],
  ][k]!;
  switch (kind) {
    case "mean":
      return `2⟨*J*_{*${AXES[k]}*}⟩/*N*`;
    case "square":
      return `4⟨*J*_{*${AXES[k]}*}^{2}⟩/*N*^{2}`;
    case "cross":
      return `2⟨{*J*_{*${AXES[i!]}*}, *J*_{*${AXES[j!]}*}}⟩/*N*^{2}`;
    case "purity":
      return "tr *ρ*^{2}";
    case "wineland":
      return "*ξ*_{R}^{2}";
    case "kitagawaUeda":
      return "*ξ*_{S}^{2}";
    default:
      return kind;
  }
}
