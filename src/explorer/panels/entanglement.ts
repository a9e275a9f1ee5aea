import { byId, element, fill, typeset } from "../dom.ts";
import { errorText, plainText, valueText } from "../format.ts";
import type { EntanglementAnswer, EntanglementRow } from "../protocol.ts";
import { valueTable } from "./valueTable.ts";

/** What experimentalists quote, what of it proves entanglement, and behind it what the certificate says, as markup. */
export function showEntanglement(answer: EntanglementAnswer | null, note: string, certificate = ""): void {
  const target = byId("entanglement");
  const heading = element("h2", {}, "Entanglement");
  if (answer === null || answer.rows.length === 0) {
    fill(target, heading, element("p", { class: "note" }, note));
    return;
  }
  const caption = "Measures of entanglement of the steady state";
  const table = valueTable(caption, ["quantity", "value", "entangled"], answer.rows.map(line));
  fill(target, heading, table, ...(certificate === "" ? [] : [element("p", { class: "note" }, typeset(certificate))]));
}

function line({ label, value, error, detects, note }: EntanglementRow): HTMLElement {
  const shown =
    value === null ? "–" : error === null ? plainText(value) : `${valueText(value, error)} ± ${errorText(error)}`;
  const verdict = detects === null ? "–" : detects ? "yes" : "not shown";
  return element(
    "tr",
    { title: note },
    element("th", { scope: "row", class: "words" }, typeset(label)),
    element("td", {}, typeset(shown)),
    element("td", { class: detects === true ? "good" : "quiet" }, verdict),
  );
}
