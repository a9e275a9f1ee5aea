import { markupRuns } from "../plot/markup.ts";

/* Elements of the page, without a framework. */

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element with attributes (false, null and undefined ones left out, true ones empty) and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** The markup of the pictures of the library, *x* as italic, _{x} below and ^{x} above the line. */
export function typeset(markup: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const { text, italic, level } of markupRuns(markup)) {
    const inner = italic ? element("i", {}, text) : text;
    fragment.append(level === 0 ? inner : element(level < 0 ? "sub" : "sup", {}, inner));
  }
  return fragment;
}

/** The element of the page with this id. */
export function byId<Name extends keyof HTMLElementTagNameMap = "div">(id: string): HTMLElementTagNameMap[Name] {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element #${id}`);
  return found as HTMLElementTagNameMap[Name];
}

/** SVG text of the library as an element; the library escapes what it is given. */
export function svgFrom(text: string): SVGSVGElement {
  const holder = document.createElement("div");
  holder.innerHTML = text;
  return holder.firstElementChild as SVGSVGElement;
}

/** Puts `children` in place of what an element holds. */
export const fill = (target: Element, ...children: readonly (Node | string)[]): void =>
  target.replaceChildren(...children);
