import { byId, element, fill } from "../dom.ts";
import { icon } from "../icons.ts";
import { sentence } from "./table.ts";

export interface Message {
  readonly name: string;
  readonly what: string;
  readonly remedy: string;
}

/** Kinds of errors in words. */
const NAMES: Readonly<Record<string, string>> = {
  InputError: "Not a model",
  NotUniqueError: "Not unique",
  NotParabolicError: "Not parabolic",
  SingularMatrixError: "Singular",
  ConvergenceError: "Not converged",
  ToleranceError: "Not accurate enough",
  ResourceLimitError: "Too large",
};

/** What is wrong and what to do about it; null where all is well. `dismiss` is what the button of a message does. */
export function showMessage(message: Message | null, dismiss: () => void): void {
  const target = byId("message");
  target.hidden = message === null;
  if (message === null) {
    fill(target);
    return;
  }
  const close = element("button", { type: "button", class: "icon", "aria-label": "Dismiss" }, icon("cross"));
  close.addEventListener("click", dismiss);
  const { name, what, remedy } = message;
  const text = element(
    "p",
    {},
    element("b", {}, NAMES[name] ?? (name.includes(" ") ? name : "No answer")),
    ` ${sentence(what)} `,
    element("span", { class: "remedy" }, sentence(remedy)),
  );
  fill(target, text, close);
}
