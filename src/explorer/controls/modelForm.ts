import { byId, element, typeset } from "../dom.ts";
import type { ExplorerModel } from "../state.ts";
import { jumpRows } from "./jumpRows.ts";
import { type ParameterRow, parameterRow } from "./parameterRow.ts";
import { PARAMETER_GROUPS, type ParameterGroup, valueAt, withValue } from "./parameters.ts";

/** The model, in boxes and sliders. `onModel` is told while a number moves, and when it has come to rest. */
export function createModelForm(onModel: (model: ExplorerModel, final: boolean) => void) {
  const form = byId<"form">("parameters");
  const rows = new Map<string, ParameterRow>();
  const folds = new Map<ParameterGroup, HTMLDetailsElement>();
  let model: ExplorerModel;

  const give = (next: ExplorerModel, final: boolean): void => {
    model = next;
    onModel(next, final);
  };
  form.addEventListener("submit", (event) => event.preventDefault());

  for (const group of PARAMETER_GROUPS) {
    const made = group.parameters.map((parameter) => {
      const row = parameterRow(parameter, (value, final) => give(withValue(model, parameter.path, value), final));
      rows.set(parameter.path, row);
      return row.root;
    });
    const hint = element("small", {}, typeset(group.hint));
    if (group.folded) {
      const details = element("details", {}, element("summary", { class: "heading" }, group.name, " ", hint), ...made);
      folds.set(group, details);
      form.append(details);
    } else {
      form.append(element("fieldset", {}, element("legend", { class: "heading" }, group.name, " ", hint), ...made));
    }
  }
  const jumps = jumpRows(give);
  const jumpFold = element(
    "details",
    {},
    element("summary", { class: "heading" }, "Jumps", " ", element("small", {}, "operators of your own")),
    jumps.root,
  );
  form.append(jumpFold);

  return {
    set(next: ExplorerModel): void {
      model = next;
      for (const [path, row] of rows) row.set(valueAt(next, path));
      for (const [group, details] of folds) {
        if (group.parameters.some(({ path }) => valueAt(next, path) !== 0)) details.open = true;
      }
      jumps.set(next);
      if (jumps.count() > 0) jumpFold.open = true;
    },
  };
}
