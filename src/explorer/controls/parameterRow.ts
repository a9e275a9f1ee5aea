import { element, typeset } from "../dom.ts";
import type { Parameter } from "./parameters.ts";
import { linearScale, roundLimit, type SliderScale, spinScale } from "./scale.ts";

export interface ParameterRow {
  readonly root: HTMLElement;
  readonly set: (value: number) => void;
}

/** A number with its name, its box and its slider. `onValue` is told while the number moves, and when it has come to rest. */
export function parameterRow(parameter: Parameter, onValue: (value: number, final: boolean) => void): ParameterRow {
  const { path, symbol, word, signed } = parameter;
  const isCount = path === "spins";
  const id = `parameter-${path.replace(".", "-")}`;
  const box = element("input", {
    type: "number",
    class: "box",
    id,
    step: "any",
    inputmode: isCount ? "numeric" : "decimal",
  });
  const slider = element("input", { type: "range", class: "slider", min: 0, "aria-label": spokenName(path, word) });
  const label = element("label", { for: id }, element("span", { class: "symbol" }, typeset(symbol)), " ", word);
  let value = Number.NaN;
  let limit = 2;
  let scale: SliderScale = isCount ? spinScale : linearScale(limit, signed);

  const showSlider = (): void => {
    slider.max = String(scale.steps);
    slider.value = String(scale.toPlace(value));
    slider.setAttribute("aria-valuetext", String(value));
  };
  const give = (next: number, final: boolean): void => {
    value = next;
    onValue(next, final);
  };

  slider.addEventListener("input", () => {
    give(scale.toValue(Number(slider.value)), false);
    box.value = String(value);
    box.removeAttribute("aria-invalid");
    slider.setAttribute("aria-valuetext", String(value));
  });
  slider.addEventListener("change", () => give(value, true));
  box.addEventListener("input", () => {
    const typed = numberIn(box.value);
    box.setAttribute("aria-invalid", String(typed === null));
    if (typed === null) return;
    give(typed, false);
    grow();
    showSlider();
  });
  box.addEventListener("change", () => {
    // What is no number gives way to the last that was one.
    box.value = String(value);
    box.removeAttribute("aria-invalid");
    give(value, true);
  });
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    const place = Math.max(0, Math.min(scale.steps, scale.toPlace(value) + steps));
    give(scale.toValue(place), true);
    box.value = String(value);
    showSlider();
  });

  /** The slider reaches as far as the number does. */
  function grow(): void {
    if (isCount || Math.abs(value) <= limit) return;
    limit = roundLimit(value);
    scale = linearScale(limit, signed);
  }

  return {
    root: element("div", { class: "parameter" }, label, box, slider),
    set(next) {
      const moved = next !== value;
      value = next;
      if (!isCount && moved && document.activeElement !== slider) {
        limit = roundLimit(next);
        scale = linearScale(limit, signed);
      }
      if (moved || numberIn(box.value) !== next) {
        box.value = String(next);
        box.removeAttribute("aria-invalid");
      }
      showSlider();
    },
  };
}

/** The name without its signs, for screen readers. */
function spokenName(path: string, word: string): string {
  const [group] = path.split(".");
  if (group === "spins") return "Number of spins";
  if (group === "field") return `Field ${word}`;
  return group === "interaction" ? `Interaction, ${word}` : `${group === "local" ? "Local" : "Collective"} ${word}`;
}

/** null for what is no finite number. */
export function numberIn(text: string): number | null {
  const value = Number(text.trim().replace("−", "-").replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) ? null : value + 0;
}
