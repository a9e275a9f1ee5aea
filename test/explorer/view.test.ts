import { describe, expect, it } from "vitest";
import { flowPieces } from "../../src/explorer/gl/flow.ts";
import { joined, withoutGaps } from "../../src/explorer/gl/mesh.ts";
import { apart } from "../../src/explorer/panels/course.ts";
import { DEFAULT_STATE, type Vector } from "../../src/explorer/state.ts";
import { bytesOf, colorScale } from "../../src/explorer/view/colorScale.ts";
import { behind, cameraOf, dragged, facing, MOST_ZOOM, nearPoint, zoomed } from "../../src/explorer/view/gaze.ts";
import { perpendicular, sliceCircle } from "../../src/explorer/view/overlay.ts";
import { sliceNormals } from "../../src/explorer/view/picture.ts";
import { farDisc, mainDisc } from "../../src/explorer/view/placement.ts";
import { extended, rasterize, windowOver } from "../../src/explorer/view/raster.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { divergingBands, logBands, sequentialBands } from "../../src/plot/axes/bands.ts";
import { project } from "../../src/plot/camera.ts";
import { svgThemes } from "../../src/plot/theme.ts";

const view = DEFAULT_STATE.view;

describe("the gaze", () => {
  it("turns so that what is in the middle follows the finger", () => {
    const radius = 300;
    const before = cameraOf(view);
    const middle = before.toward;
    const next = dragged(view, 20, -10, radius);
    const [u, v] = project(cameraOf(next), middle);
    // To first order in 20 / 300; the second is 1 / 2 (1 / 15)^2.
    expect(Math.abs(u * radius - 20)).toBeLessThan(radius * (1 / 15) ** 2);
    expect(Math.abs(v * radius - 10)).toBeLessThan(radius * (1 / 15) ** 2);
  });

  it("zooms around the pointer on the sphere", () => {
    const radius = 300;
    const [right, down] = [90, 60];
    const point = nearPoint(cameraOf(view), right / radius, -down / radius);
    const next = zoomed(view, 1.5, radius, right, down);
    expect(next.zoom).toBe(1.5);
    const [u, v] = project(cameraOf(next), point);
    expect(Math.hypot(u * 1.5 * radius - right, -v * 1.5 * radius - down)).toBeLessThan(12);
  });

  it("stays within its limits", () => {
    let next = view;
    for (let k = 0; k < 100; k++) next = zoomed(dragged(next, 500, 500, 300), 2, 300);
    expect(next.zoom).toBe(MOST_ZOOM);
    expect(next.elevation).toBe(90);
    expect(next.azimuth).toBeGreaterThan(-180);
    expect(next.azimuth).toBeLessThanOrEqual(180);
  });

  it.each<Vector>([
    [0, -0.5, 0.8],
    [0.1, 0.2, -0.9],
    [0, 0, 1],
    [-1, 0, 0],
  ])("faces (%s, %s, %s)", (...point) => {
    const [u, v, depth] = project(cameraOf(facing(view, point)), point);
    expect(Math.hypot(u, v)).toBeLessThan(1e-4);
    expect(depth).toBeGreaterThan(0);
  });

  it("sees from behind what is behind", () => {
    const [near, far] = [cameraOf(view), cameraOf(behind(view))];
    for (let k = 0; k < 3; k++) expect(far.toward[k]).toBeCloseTo(-near.toward[k]!, 14);
  });

  it("finds the point under a place, at the rim for places beyond it", () => {
    const camera = cameraOf(view);
    const [u, v, depth] = project(camera, nearPoint(camera, 0.3, -0.4));
    expect([u, v]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(-0.4, 12)]);
    expect(depth).toBeCloseTo(Math.sqrt(0.75), 12);
    expect(project(camera, nearPoint(camera, 3, 4))[2]).toBeCloseTo(0, 12);
  });
});

describe("places on the stage", () => {
  it.each([
    [790, 760],
    [390, 371],
    [320, 250],
    [2000, 500],
  ])("leave room in %i x %i", (width, height) => {
    const [main, far] = [mainDisc(width, height, view), farDisc(width, height)];
    expect(main.x - main.radius).toBeGreaterThan(0);
    expect(main.y - main.radius).toBeGreaterThan(0);
    expect(far.x + far.radius).toBeLessThan(width);
    expect(far.y + far.radius).toBeLessThan(height);
    expect(Math.hypot(far.x - main.x, far.y - main.y)).toBeGreaterThan(main.radius + far.radius);
  });
});

describe("colours", () => {
  it.each(svgThemes)("are those of the pictures of the library ($name)", (theme) => {
    const bytes = (colors: readonly string[]): number[] => colors.flatMap(bytesOf);
    const signed = colorScale("*P*", [{ values: Float32Array.of(-3, 5, 1) }], theme);
    expect([...signed.bytes]).toEqual(bytes(divergingBands(-3, 5, theme, 16).colors));
    expect(signed.signed).toBe(true);
    expect(signed.negligible).toBeGreaterThan(0);
    const plain = colorScale("*Q*", [{ values: Float32Array.of(0, 0.5) }, { values: Float32Array.of(1) }], theme);
    expect([...plain.bytes]).toEqual(bytes(sequentialBands(0, 1, theme, 16).colors));
    expect([plain.first, plain.last, plain.signed]).toEqual([0, 1, false]);
    const peak = colorScale("*P*", [{ values: Float32Array.of(0, 100) }], theme);
    expect([...peak.bytes]).toEqual(bytes(logBands(100, 3, theme).colors));
    expect([peak.first, peak.last]).toEqual([expect.closeTo(-1, 12), 2]);
    // Equal steps are what the shader counts in.
    const { edges } = signed.bands;
    for (let k = 1; k < edges.length; k++) expect(edges[k]! - edges[k - 1]!).toBeCloseTo(edges[1]! - edges[0]!, 9);
  });
});

describe("meshes", () => {
  const mesh = {
    positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0),
    values: Float32Array.of(1, 2, 3, Number.NaN),
    margins: null,
    triangles: Uint32Array.of(0, 1, 2, 2, 1, 3),
  };

  it("are drawn where they have values", () => {
    const kept = withoutGaps(mesh);
    expect([...kept.triangles]).toEqual([0, 1, 2]);
    expect(withoutGaps(kept)).toBe(kept);
  });

  it("are joined", () => {
    const whole = joined([mesh, withoutGaps(mesh)]);
    expect([...whole.triangles]).toEqual([0, 1, 2, 2, 1, 3, 4, 5, 6]);
    expect(whole.positions.length).toBe(24);
    expect(joined([]).triangles.length).toBe(0);
  });

  it("have pieces of curves with their shares", () => {
    const pieces = flowPieces([Float32Array.of(0, 0, 1, 0, 1, 0, 1, 0, 0), Float32Array.of(1, 2, 3)]);
    expect(pieces.length).toBe(18);
    expect([...pieces.subarray(0, 9)]).toEqual([0, 0, 1, 0, 1, 0, 0, 0.5, 0]);
    expect([...pieces.subarray(9, 17)]).toEqual([0, 1, 0, 1, 0, 0, 0.5, 1]);
  });
});

describe("the raster", () => {
  const { points, cells } = icosphere(4);
  const positions = Float32Array.from(points);
  const value = (x: number, y: number, z: number): number => 1 + x - 2 * y * z;
  const values = Float32Array.from({ length: points.length / 3 }, (_, k) =>
    value(points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!),
  );
  const camera = cameraOf(view);
  const disc = { camera, x: 100, y: 80, radius: 60 };

  it("holds what is seen of a sphere", () => {
    const window = windowOver(disc, 200, 160, 1);
    const seen = rasterize(disc, { positions, values, margins: values, triangles: Uint32Array.from(cells) }, window);
    let known = 0;
    for (let row = 0, at = 0; row < window.rows; row++) {
      for (let column = 0; column < window.columns; column++, at++) {
        const [u, v] = [(window.left + column - disc.x) / disc.radius, (disc.y - window.top - row) / disc.radius];
        const distance = Math.hypot(u, v);
        if (distance > 1) expect(seen.values[at]).toBeNaN();
        if (distance > 0.95) continue;
        known++;
        const [x, y, z] = nearPoint(camera, u, v);
        // Linear on triangles whose sides are 0.07 long at most: h^2 / 8 times the second derivative, which is 4, and the way to the rim of a flat triangle.
        expect(Math.abs(seen.values[at]! - value(x, y, z))).toBeLessThan(0.02);
        expect(seen.margins![at]).toBe(seen.values[at]);
      }
    }
    expect(known).toBeGreaterThan(0.9 * Math.PI * 57 ** 2);
    const full = extended(seen.values, seen.values, window, disc.x, disc.y);
    const outside = Math.round(disc.y - window.top) * window.columns + Math.ceil(disc.x + disc.radius - window.left);
    expect(seen.values[outside]).toBeNaN();
    expect(full[outside]).not.toBeNaN();
  });
});

describe("slices of the ball", () => {
  it("are across the axis and along it, both through the mean", () => {
    const mean: Vector = [0.2, -0.5, 0.3];
    const [across, along] = sliceNormals([0, 3, 4], mean) as [Vector, Vector];
    const dot = (a: Vector, b: ArrayLike<number>): number => a[0] * b[0]! + a[1] * b[1]! + a[2] * b[2]!;
    expect(across).toEqual([0, 0.6, 0.8]);
    expect(dot(along, across)).toBeCloseTo(0, 14);
    expect(dot(along, mean)).toBeCloseTo(0, 14);
    for (const normal of [across, along]) {
      const circle = sliceCircle(normal, mean);
      for (let at = 0; at < circle.length; at += 3) {
        const point = circle.subarray(at, at + 3);
        expect(Math.hypot(...point)).toBeCloseTo(1, 12);
        expect(dot(normal, point)).toBeCloseTo(dot(normal, mean), 12);
      }
    }
    // Of a mean on the axis any plane along it will do.
    const [, any] = sliceNormals([0, 0, 1], [0, 0, 0.5]) as [Vector, Vector];
    expect(Math.hypot(...any)).toBeCloseTo(1, 14);
    expect(any[2]).toBeCloseTo(0, 14);
  });

  it("have frames", () => {
    for (const normal of [
      [0, 0, 1],
      [0, 0, -1],
      [0.6, 0, 0.8],
    ] as const) {
      const [e, f] = perpendicular(normal);
      expect(e[0] * f[0] + e[1] * f[1] + e[2] * f[2]).toBeCloseTo(0, 14);
      const cross = [e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]];
      for (let k = 0; k < 3; k++) expect(cross[k]).toBeCloseTo(normal[k]!, 14);
    }
  });
});

describe("names beside curves", () => {
  it("are moved apart as little as it takes", () => {
    expect(apart([10, 50, 90], 14)).toEqual([10, 50, 90]);
    const moved = apart([50, 51, 52], 14);
    for (const [a, b] of [
      [0, 1],
      [1, 2],
    ] as const)
      expect(moved[b]! - moved[a]!).toBeGreaterThan(13.5);
    expect((moved[0]! + moved[1]! + moved[2]!) / 3).toBeCloseTo(51, 9);
  });
});
