import { element } from "../dom.ts";
import { MOST_JUMPS } from "../hash.ts";
import { icon } from "../icons.ts";
import type { ExplorerJump, ExplorerModel } from "../state.ts";
import { numberIn } from "./parameterRow.ts";

type Group = "collective" | "local";

/** A jump and whose it is. */
interface Entry extends ExplorerJump {
  readonly group: Group;
}

const GROUPS: Readonly<Record<Group, { readonly word: string; readonly operator: string }>> = {
  collective: { word: "of all spins as one", operator: "Jx + 0.5i*Jy" },
  local: { word: "of each spin alone", operator: "sx + 0.5i*sy" },
};

/** The jump operators of a model: a line each, and a button for one more. */
export function jumpRows(onModel: (model: ExplorerModel, final: boolean) => void) {
  const list = element("div");
  const add = element("button", { type: "button", id: "add-jump" }, "Add a jump");
  const hint = element(
    "p",
    { class: "note hint" },
    "Any operator linear in the spin, as “Jx + 0.6i*Jy”, of one spin “sx”",
  );
  let model: ExplorerModel | null = null;
  let shown = "";

  const entries = (): Entry[] =>
    (["collective", "local"] as const).flatMap((group) => model![group].jumps.map((jump) => ({ ...jump, group })));

  function give(next: readonly Entry[], final: boolean): void {
    const of = (group: Group): ExplorerJump[] =>
      next.filter((entry) => entry.group === group).map(({ rate, operator }) => ({ rate, operator }));
    const { collective, local } = model!;
    model = {
      ...model!,
      collective: { ...collective, jumps: of("collective") },
      local: { ...local, jumps: of("local") },
    };
    shown = textOf();
    onModel(model, final);
  }

  /** Collective ones first, as they are listed. */
  const textOf = (): string => JSON.stringify(entries());

  add.addEventListener("click", () => {
    give([...entries(), { group: "collective", rate: 0.5, operator: GROUPS.collective.operator }], true);
    draw();
    list.querySelector<HTMLInputElement>(".jump:last-child input")?.select();
  });

  function draw(): void {
    const all = entries();
    list.replaceChildren(...all.map((entry, k) => row(entry, k)));
    add.disabled = (["collective", "local"] as const).some((group) => model![group].jumps.length >= MOST_JUMPS);
  }

  function row(entry: Entry, k: number): HTMLElement {
    const number = k + 1;
    const replaced = (part: Partial<Entry>): Entry[] =>
      entries().map((one, i) => (i === k ? { ...one, ...part } : one));
    const group = element("select", { "aria-label": `Jump ${number}: whose` });
    for (const [name, { word }] of Object.entries(GROUPS)) {
      group.append(element("option", { value: name, selected: name === entry.group }, word));
    }
    const operator = element("input", {
      type: "text",
      class: "box",
      value: entry.operator,
      spellcheck: "false",
      autocapitalize: "off",
      "aria-label": `Jump ${number}: operator`,
    });
    const rate = element("input", {
      type: "number",
      class: "box",
      step: "any",
      value: entry.rate,
      "aria-label": `Jump ${number}: rate, 1/time`,
    });
    const remove = element(
      "button",
      { type: "button", class: "icon", "aria-label": `Remove jump ${number}`, title: "Remove" },
      icon("cross"),
    );
    group.addEventListener("change", () => {
      const other = group.value as Group;
      // What is written for all spins is not for one; an operator of the other kind takes its place.
      const letter = other === "local" ? entry.operator.replaceAll("J", "s") : entry.operator.replaceAll("s", "J");
      give(replaced({ group: other, operator: letter }), true);
      draw();
    });
    operator.addEventListener("change", () => give(replaced({ operator: operator.value }), true));
    rate.addEventListener("change", () => {
      const value = numberIn(rate.value);
      rate.setAttribute("aria-invalid", String(value === null));
      if (value !== null) give(replaced({ rate: value }), true);
    });
    remove.addEventListener("click", () => {
      give(
        entries().filter((_, i) => i !== k),
        true,
      );
      draw();
      add.focus();
    });
    return element("div", { class: "jump" }, group, operator, rate, remove);
  }

  return {
    root: element("div", {}, hint, list, add),
    count: (): number => (model === null ? 0 : entries().length),
    set(next: ExplorerModel): void {
      model = next;
      if (textOf() === shown && list.childElementCount === entries().length) return;
      shown = textOf();
      draw();
    },
  };
}
