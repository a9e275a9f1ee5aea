import { cameraAt, colorRamp, graticule, lightTheme, sphereContours, svgDocument } from "blochfem/plot";

// A function on the sphere as filled contours, in SVG text.
const view = { camera: cameraAt(-60, 30), x: 150, y: 150, radius: 130 };
const height = (points: Float64Array, out: Float64Array): void => {
  for (let k = 0; k < out.length; k++) out[k] = points[3 * k + 2]!;
};
const levels = [-0.5, 0, 0.5];
const ramp = colorRamp(lightTheme.ramp);
const colors = [0, 1, 2, 3].map((k) => ramp(k / 3));
const picture = svgDocument(
  {
    width: 300,
    height: 300,
    title: "z on the sphere",
    description: "Four bands of height",
    background: "#ffffff",
    fontFamily: "sans-serif",
  },
  sphereContours(view, height, levels, colors, "height"),
  graticule(view, "near", { stroke: "#000000", "stroke-width": 0.5 }),
);
console.log(`${picture.slice(0, 4)}, ${picture.match(/<path/g)!.length} paths`);
