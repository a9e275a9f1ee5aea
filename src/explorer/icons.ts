import { svgFrom } from "./dom.ts";

/** Paths in a square of 16. */
export const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  sun: "M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM7.3.6h1.4v2.2H7.3zM7.3 13.2h1.4v2.2H7.3zM.6 7.3h2.2v1.4H.6zM13.2 7.3h2.2v1.4h-2.2zM2.3 3.3l1-1 1.5 1.5-1 1zM11.2 12.2l1-1 1.5 1.5-1 1zM12.2 4.8l-1-1 1.5-1.5 1 1zM3.3 13.7l-1-1 1.5-1.5 1 1z",
  moon: "M6.2 1.4a6.8 6.8 0 1 0 8.4 8.4A5.6 5.6 0 0 1 6.2 1.4z",
  plus: "M7.2 2.5h1.6v4.7h4.7v1.6H8.8v4.7H7.2V8.8H2.5V7.2h4.7z",
  minus: "M2.5 7.2h11v1.6h-11z",
  cross: "M3.6 2.5 8 6.9l4.4-4.4 1.1 1.1L9.1 8l4.4 4.4-1.1 1.1L8 9.1l-4.4 4.4-1.1-1.1L6.9 8 2.5 3.6z",
  target:
    "M7.3 0h1.4v2.6a5.5 5.5 0 0 1 4.7 4.7H16v1.4h-2.6a5.5 5.5 0 0 1-4.7 4.7V16H7.3v-2.6a5.5 5.5 0 0 1-4.7-4.7H0V7.3h2.6a5.5 5.5 0 0 1 4.7-4.7zM8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM8 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z",
  whole: "M8 1.6a6.4 6.4 0 1 1-6.1 8.3l1.4-.5A4.9 4.9 0 1 0 4.3 4.8l1.9 1.8-5 .8.9-5 1.2 1.3A6.4 6.4 0 0 1 8 1.6z",
} as const;

export const icon = (name: keyof typeof ICONS): SVGSVGElement =>
  svgFrom(`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`);
