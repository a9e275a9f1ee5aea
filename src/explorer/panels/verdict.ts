import { byId, element } from "../dom.ts";
import type { Verdict } from "../protocol.ts";

const HALF_LINE = 7;

/** The sentences at the head of the page, the first words of each in colour. */
export function showVerdict(verdicts: readonly Verdict[]): void {
  const parts = verdicts.map(({ tone, text: given }) => {
    // A number stays with its name.
    const text = given
      .replaceAll(" = ", "\u00a0=\u00a0")
      .replaceAll(" %", "\u00a0%")
      .replace(/-(?=\d)/g, "−");
    // Up to the first mark that ends a clause, or the words that name a place.
    const at = text.search(/ on |[,:;.]/);
    const [head, rest] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)];
    return element("span", { class: "part" }, element("b", { class: tone }, head), symbols(rest));
  });
  const target = byId("verdict");
  target.replaceChildren(...parts);
  target.title = verdicts.map(({ text }) => text).join(" · ");
  // What two lines have no room for is written smaller; subscripts reach a little below a line.
  target.classList.remove("long");
  target.classList.toggle("long", target.scrollHeight > target.clientHeight + HALF_LINE);
}

/** k_z as a letter with a subscript. */
function symbols(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(\b[a-zκγχ]_[a-z+−-]+)/i)) {
    const found = /^([a-zκγχ])_(.+)$/i.exec(part);
    if (found === null) fragment.append(part);
    else
      fragment.append(
        element("i", {}, found[1] === "k" ? "κ" : found[1]!),
        element("sub", {}, element("i", {}, found[2]!)),
      );
  }
  return fragment;
}
