import { element } from "../dom.ts";
import { saveCsv } from "../view/files.ts";

/** A small button in the heading of a panel that saves its numbers. */
export function csvButton(name: string, what: string, text: () => string): HTMLButtonElement {
  const button = element("button", { type: "button", class: "small", "aria-label": `Save ${what} as CSV` }, "CSV");
  button.addEventListener("click", () => saveCsv(name, text()));
  return button;
}
