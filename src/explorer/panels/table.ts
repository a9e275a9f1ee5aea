import { observableLabel } from "../../plot/quantities.ts";
import { byId, element, fill, typeset } from "../dom.ts";
import { errorText, valueText } from "../format.ts";
import type { Row, TableAnswer } from "../protocol.ts";
import { valueTable } from "./valueTable.ts";

export const SOLVING = "solving…";

/** Names of the rows, for readers who hear them. */
const SPOKEN: Readonly<Record<string, string>> = {
  purity: "purity, trace of rho squared",
  kitagawaUeda: "squeezing of Kitagawa and Ueda",
  wineland: "squeezing of Wineland",
};

/** Values with errors, and beside them what the other road says. `failure` is why there are none. */
export function showTable(answer: TableAnswer | null, pending: boolean, failure = SOLVING): void {
  const target = byId("table");
  const heading = element("h2", {}, "Steady state");
  if (answer === null) {
    fill(target, heading, element("p", { class: "note" }, failure));
    return;
  }
  const { rows, method, reason, comparison, note } = answer;
  const compared = rows.some(({ difference }) => difference !== null);
  const table = valueTable(
    "Values of the steady state with their errors",
    ["quantity", "value", "error at most", ...(compared ? [{ text: "difference", title: comparison ?? "" }] : [])],
    rows.map((row) => line(row, compared)),
  );
  const beside =
    comparison === null ? (pending ? "the exact road follows" : "") : `difference from ${inSentence(comparison)}`;
  const why = [reason, note].filter((text) => text !== null).map(sentence);
  const folded = why.length === 0 ? [] : [element("details", {}, element("summary", {}, "Why"), why.join(" "))];
  fill(
    target,
    heading,
    table,
    element("div", { class: "note" }, [method, beside].map(sentence).join(" ").trim(), ...folded),
  );
}

/** The words that keep their capitals inside a sentence. */
const NAMES = /^(P|Q|Dicke|Husimi)\b/;

const inSentence = (text: string): string =>
  NAMES.test(text) ? text : `${text[0]?.toLowerCase() ?? ""}${text.slice(1)}`;

function line({ key, value, error, difference }: Row, compared: boolean): HTMLElement {
  const [kind, index] = key.split(".") as [string, string?];
  const name = element(
    "th",
    { scope: "row", "aria-label": SPOKEN[key] },
    typeset(observableLabel(kind, Number(index ?? 0))),
  );
  // The difference of two roads is more than both say only where one of them is wrong.
  const apart = error !== null && difference !== null && Math.abs(difference) > error;
  return element(
    "tr",
    {},
    name,
    element("td", {}, typeset(valueText(value, error))),
    element("td", { class: "quiet" }, error === null ? "" : typeset(error === 0 ? "exact" : `± ${errorText(error)}`)),
    ...(compared
      ? [
          element(
            "td",
            { class: apart ? "quiet warning" : "quiet" },
            difference === null ? "" : typeset(differenceText(difference)),
          ),
        ]
      : []),
  );
}

const differenceText = (difference: number): string => (difference === 0 ? "0" : errorText(Math.abs(difference)));

/** With a full stop, and a capital but where it begins with the name of a part of the model. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const end = /[.!?…]$/.test(trimmed) ? "" : ".";
  const first = /^\w+[.[]\w/.test(trimmed) ? trimmed[0]! : trimmed[0]!.toUpperCase();
  return `${first}${trimmed.slice(1)}${end}`;
}
