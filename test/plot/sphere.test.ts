import { describe, expect, it } from "vitest";
import { cameraAt, cutByDepth, project } from "../../src/plot/camera.ts";
import { discContours, nearHalfValues } from "../../src/plot/discContours.ts";
import { arrowHead, axes, graticule, placePoints } from "../../src/plot/sphere.ts";
import { lightTheme } from "../../src/plot/theme.ts";

const numbers = (data: string) => [...data.matchAll(/-?\d+(\.\d+)?/g)].map(([text]) => Number(text));
const paths = (svg: string) => [...svg.matchAll(/ d="([^"]*)"/g)].map(([, data]) => numbers(data!));

describe("the camera", () => {
  it.each([
    [0, 0],
    [37, -20],
    [-120, 65],
  ])("at azimuth %d, elevation %d sees what points to it in the middle, and z upright", (azimuth, elevation) => {
    const camera = cameraAt(azimuth, elevation);
    const [u, v, depth] = project(camera, camera.toward);
    expect(Math.hypot(u, v)).toBeLessThan(1e-15);
    expect(depth).toBeCloseTo(1, 14);
    const z = project(camera, [0, 0, 1]);
    expect(Math.abs(z[0])).toBeLessThan(1e-15);
    expect(z[1]).toBeCloseTo(Math.cos((elevation * Math.PI) / 180), 14);
    // Right-handed: right x up points to the viewer.
    const { right, up, toward } = camera;
    expect(right[0] * up[1] - right[1] * up[0]).toBeCloseTo(toward[2], 14);
  });

  it("cuts a curve at the borders of depth into pieces that join", () => {
    const camera = cameraAt(0, 0);
    // Depth is x: from -1 to 1 and back, in steps that jump over several borders at once.
    const curve = [-1, 0, 0, 1, 4, 0, -1, 8, 0];
    const pieces = cutByDepth(camera, curve, [-0.5, 0, 0.5]);
    expect(pieces.map(({ layer }) => layer)).toEqual([0, 1, 2, 3, 2, 1, 0]);
    expect(pieces.flatMap(({ points }) => points.filter((_, k) => k % 2 === 0))).toEqual([
      0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7, 7, 8,
    ]);
  });
});

describe("the sphere", () => {
  const view = { camera: cameraAt(20, 90), x: 300, y: 200, radius: 100 };

  it("puts v upwards in the picture", () => {
    expect(placePoints(view, [0.5, 0.25])).toEqual([350, 175]);
  });

  it("has contours where the function has its levels", () => {
    const height = (points: Float64Array, out: Float64Array) => {
      for (let k = 0; k < out.length; k++) out[k] = points[3 * k + 2]!;
    };
    const levels = [0.5, 0.8];
    const bands = { edges: [0, ...levels, 1], colors: ["#000000", "#777777", "#ffffff"], log: false };
    const drawn = paths(discContours(view, nearHalfValues(view.camera, height), bands, "id"));
    for (const [k, level] of levels.entries()) {
      const points = drawn[k]!;
      for (let at = 0; at < points.length; at += 2) {
        const distance = Math.hypot(points[at]! - view.x, points[at + 1]! - view.y);
        // Seen from above, z >= level is a disc. Linear interpolation of sqrt(1 - r^2) over a cell of h = 1.02/100 is off by h^2/8
        // times its second derivative 1/level^3, hence in r by level times that; numbers are rounded to 0.01.
        const interpolation = (100 * 0.0102 ** 2) / 8 / level ** 2;
        expect(Math.abs(distance - 100 * Math.sqrt(1 - level ** 2))).toBeLessThan(interpolation + 0.01);
      }
    }
  });

  it("has a graticule of which half is seen, and arrows in front of or behind it", () => {
    const tilted = { ...view, camera: cameraAt(20, 30) };
    const count = (side: "far" | "near") => paths(graticule(tilted, side, {}))[0]!.length;
    // By symmetry both halves have as many points, up to the points on the cuts.
    expect(Math.abs(count("far") / count("near") - 1)).toBeLessThan(0.05);
    const options = { theme: lightTheme, size: 20, from: 1, to: 1.2 };
    const names = (side: "far" | "near") =>
      [...axes(tilted, side, options).matchAll(/>([xyz])</g)].map(([, name]) => name);
    expect(names("near")).toEqual(["x", "y", "z"]);
    expect(names("far")).toEqual([]);
  });

  it("has arrow heads with the tip where it is asked for", () => {
    expect(paths(arrowHead(10, 20, [1, 0], 10, "#000000"))[0]).toEqual([10, 20, 0, 23.8, 0, 16.2]);
  });
});
