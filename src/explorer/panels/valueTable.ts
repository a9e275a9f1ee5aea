import { element } from "../dom.ts";

/** A heading of a column: its text, or with an explanation that shows on hovering. */
export type ColumnHeading = string | { readonly text: string; readonly title: string };

/** A table with headings; the caption is for those who listen. */
export const valueTable = (
  caption: string,
  headings: readonly ColumnHeading[],
  rows: readonly HTMLElement[],
): HTMLElement =>
  element(
    "table",
    {},
    element("caption", { class: "hidden" }, caption),
    element("thead", {}, element("tr", {}, ...headings.map(columnHeading))),
    element("tbody", {}, ...rows),
  );

const columnHeading = (heading: ColumnHeading): HTMLElement =>
  typeof heading === "string"
    ? element("th", { scope: "col" }, heading)
    : element("th", { scope: "col", title: heading.title }, heading.text);
