import type { State } from "../roads/state.ts";
import { shortNumber } from "./axes/axis.ts";
import { cameraAt } from "./camera.ts";
import { densityBands } from "./densityBands.ts";
import { drawnState } from "./drawnState.ts";
import { COLUMN, type Row } from "./page.ts";
import { drawnSlice, sliceOf } from "./slice.ts";
import { sphereRow } from "./sphereRow.ts";
import { svgElement } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

/** P inside the ball at some times, in the plane of x and z, one scale for all; no row where it is not known as a function. */
export function sliceStrip(
  snapshots: readonly { readonly time: number; readonly state: State }[],
  theme: SvgTheme,
): Row[] {
  const camera = cameraAt(-90, 0);
  const slices = snapshots.flatMap(({ time, state }) => {
    const known = drawnState(state);
    if (known === null || known.symbol !== "*P*" || known.contains === null) return [];
    return [{ time, slice: sliceOf(camera, 0, known.evaluate, known.contains) }];
  });
  if (slices.length === 0) return [];
  const bands = densityBands(
    "*P*",
    slices.map(({ slice }) => slice.values.values),
    undefined,
    theme,
  );
  const lines = { color: theme.ink, width: 0.2, opacity: 0.35 };
  const row = {
    heading: "*P* in the plane of *x* and *z*",
    panels: slices.map(({ time, slice }) => ({
      camera,
      slice: ["*x*", "*z*"] as const,
      caption: `*t* = ${shortNumber(time)}`,
      draw: (view: Parameters<typeof drawnSlice>[0], id: string) =>
        svgElement("circle", { cx: view.x, cy: view.y, r: view.radius, fill: theme.body[0] }) +
        drawnSlice(view, slice, bands, id, lines, null),
    })),
    bar: bands.bar,
  };
  return [sphereRow(row, COLUMN, theme, "strip-slice")];
}
