import { byId } from "../dom.ts";
import { icon } from "../icons.ts";
import type { Theme } from "../state.ts";

export function createThemeButton(onToggle: () => void) {
  const button = byId<"button">("theme");
  button.addEventListener("click", onToggle);
  return {
    set(theme: Theme): void {
      const other = theme === "dark" ? "light" : "dark";
      button.replaceChildren(icon(theme === "dark" ? "sun" : "moon"));
      button.setAttribute("aria-label", `Switch to ${other} colours`);
      button.title = `Switch to ${other} colours`;
    },
  };
}
