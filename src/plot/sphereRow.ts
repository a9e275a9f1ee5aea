import { bandBar } from "./axes/bandBar.ts";
import type { Bands } from "./axes/bands.ts";
import { legend } from "./axes/legend.ts";
import type { Mark } from "./axes/marks.ts";
import { type Camera, cameraAt } from "./camera.ts";
import { MARGIN, type Row, TEXT } from "./page.ts";
import { axes, graticule, type SphereView, sliceAxes, sphereOutline } from "./sphere.ts";
import { richText } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

/** One sphere of a row. */
export interface SpherePanel {
  readonly camera: Camera;
  /** Markup above and below it. */
  readonly title?: string;
  readonly caption?: string;
  /** A slice instead of a sphere: markup of what points to the right and up in it. */
  readonly slice?: readonly [right: string, up: string];
  /** What covers the sphere, or is in it. `id` is unique in the document. */
  readonly draw: (view: SphereView, id: string) => string;
  /** What stands on top of its lines. */
  readonly over?: (view: SphereView, id: string) => string;
}

/** Spheres side by side, with what explains them. */
export interface SphereRow {
  readonly panels: readonly SpherePanel[];
  /** Markup above the row. */
  readonly heading?: string;
  /** Whether the inside is seen: the axes then begin at the centre. */
  readonly transparent?: boolean;
  readonly bar?: { readonly bands: Bands; readonly label: string };
  readonly legend?: readonly Mark[];
}

/** From both sides, so that nothing is hidden. */
export const bothSides = (azimuth: number, elevation: number): readonly [Camera, Camera] => [
  cameraAt(azimuth, elevation),
  cameraAt(azimuth + 180, -elevation),
];

/** Largest radius of a sphere in points; how far axes and their names reach, in radii. */
const LARGEST = 54;
const REACH = 1.37;
/** Where an axis ends, in radii. */
const ARROW = 1.17;
/** Above that its name takes so much, in sizes of the text, which small spheres are not larger than. */
const NAME = 1.6;
/** No axis points down. */
const BELOW = 1.14;

/** Smaller spheres hide the names of axes behind them. */
const SMALL = 30;

/** Widest colour bar in points. */
const BAR = 190;

export function sphereRow(options: SphereRow, width: number, theme: SvgTheme, id: string): Row {
  const { panels, heading, transparent = false, bar, legend: marks = [] } = options;
  const size = TEXT;
  const inner = width - 2 * MARGIN;
  const cell = inner / panels.length;
  const radius = Math.min(LARGEST, cell / (2 * REACH));
  const above = Math.max(REACH * radius, ARROW * radius + NAME * size);
  const entries = legend(marks, { width: inner, size, theme, id: `${id}-legend` });
  const has = (key: "title" | "caption"): boolean => panels.some((panel) => panel[key] !== undefined);
  const middle = (heading === undefined ? 0 : 1.6 * size) + (has("title") ? 1.3 * size : 0) + above;
  const below = middle + BELOW * radius + (has("caption") ? 1.4 * size : 0.3 * size);
  const barHeight = bar === undefined ? 0 : 4.2 * size;
  return {
    height: below + barHeight + entries.height + 0.7 * size,
    draw: (top) => {
      const spheres = panels.map(({ camera, title, caption, slice, draw, over }, k) => {
        const view: SphereView = { camera, x: MARGIN + cell * (k + 0.5), y: top + middle, radius };
        const axis = { theme, size, to: ARROW };
        const text = { x: view.x, size, anchor: "middle" } as const;
        const titleText = { ...text, y: view.y - above - 0.3 * size, fill: theme.ink, weight: 600 };
        return [
          title === undefined ? "" : richText(title, titleText),
          transparent || slice !== undefined || radius < SMALL ? "" : axes(view, "far", { ...axis, from: 1 }),
          draw(view, `${id}-${k}`),
          sphereOutline(view, theme.line, 0.6),
          slice === undefined
            ? graticule(view, "near", { stroke: theme.line, "stroke-width": 0.3, "stroke-opacity": 0.5 }) +
              axes(view, "near", { ...axis, from: 1 })
            : sliceAxes(view, slice, axis),
          over?.(view, `${id}-${k}-over`) ?? "",
          caption === undefined
            ? ""
            : richText(caption, { ...text, y: view.y + BELOW * radius + 0.9 * size, fill: theme.muted }),
        ].join("");
      });
      const barWidth = Math.min(inner, BAR);
      const place = { x: (width - barWidth) / 2, y: top + below + 1.4 * size, width: barWidth };
      return [
        heading === undefined ? "" : richText(heading, { x: MARGIN, y: top + size, size, fill: theme.ink }),
        ...spheres,
        bar === undefined ? "" : bandBar({ ...place, ...bar, size, theme }),
        entries.draw(MARGIN, top + below + barHeight),
      ].join("");
    },
  };
}
