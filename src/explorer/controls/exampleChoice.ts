import { byId, element } from "../dom.ts";
import { EXAMPLES, type Example, exampleNamed, nameOfModel } from "../examples.ts";
import type { ExplorerModel } from "../state.ts";

const OWN = "your model";

export function createExampleChoice(onExample: (example: Example) => void) {
  const select = byId<"select">("example");
  const own = element("option", { value: "" }, OWN);
  select.append(
    own,
    ...EXAMPLES.map(({ group, examples }) =>
      element("optgroup", { label: group }, ...examples.map(({ name }) => element("option", { value: name }, name))),
    ),
  );
  select.addEventListener("change", () => {
    const example = exampleNamed(select.value);
    if (example !== undefined) onExample(example);
  });
  return {
    set(model: ExplorerModel): void {
      select.value = nameOfModel(model) ?? "";
      // What is none of the examples cannot be chosen, only arrived at.
      own.hidden = select.value !== "";
    },
  };
}
