import {
  bothSides,
  COLUMN,
  discContours,
  divergingBands,
  lightTheme,
  nearHalfValues,
  page,
  sphereRow,
} from "blochfem/plot";

// A function on the sphere from both sides, as filled contours with a colour bar, in SVG text.
const theme = lightTheme;
const bands = divergingBands(-1, 1, theme);
const wave = (points: Float64Array, out: Float64Array): void => {
  for (let k = 0; k < out.length; k++) out[k] = points[3 * k]! * (3 - 4 * points[3 * k]! ** 2);
};
const panels = bothSides(-60, 30).map((camera) => ({
  camera,
  draw: (view: Parameters<typeof discContours>[0], id: string) =>
    discContours(view, nearHalfValues(camera, wave), bands, id),
}));
const row = sphereRow({ panels, bar: { bands, label: "3*x* − 4*x*^{3}" } }, COLUMN, theme, "wave");
const picture = page({ width: COLUMN, title: "A wave", description: "From both sides", theme }, [row]);
console.log(`${picture.slice(0, 4)}, ${picture.match(/<path/g)!.length} paths`);
