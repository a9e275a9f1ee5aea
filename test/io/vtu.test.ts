import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { lagrangeTetrahedron } from "../../src/fem/ball/element.ts";
import { ballNodes } from "../../src/fem/ball/space.ts";
import { cellMasses } from "../../src/fem/cellMasses.ts";
import { interpolate } from "../../src/fem/projection.ts";
import type { SpaceNodes } from "../../src/fem/space.ts";
import { lagrangeTriangle } from "../../src/fem/sphere/element.ts";
import { sphereNodes } from "../../src/fem/sphere/space.ts";
import { spinModel, steady } from "../../src/index.ts";
import { pvdText } from "../../src/io/vtu/collection.ts";
import { vtuDocument } from "../../src/io/vtu/document.ts";
import { lagrangeCells } from "../../src/io/vtu/lagrangeCells.ts";
import { vtkNodeOrder } from "../../src/io/vtu/nodeOrder.ts";
import { stateVtu } from "../../src/io/vtu/state.ts";
import { ball } from "../../src/mesh/ball/build.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { temporaryFolder } from "../cli/capture.ts";
import { missingModules, python } from "./python/python.ts";

// VTK is installed by the first of these on a machine for tests.
vi.setConfig({ testTimeout: 600_000 });

interface Read {
  readonly type: number;
  readonly nodes: number;
  readonly points: number;
  readonly measure: number;
  readonly leastOrientation: number;
  readonly arrays: Readonly<
    Record<
      string,
      { readonly integral: number; readonly moments: readonly number[]; readonly range: readonly [number, number] }
    >
  >;
  readonly masses: Readonly<Record<string, number>>;
  readonly field: Readonly<Record<string, number | string>>;
}

const folder = temporaryFolder();

/** What VTK reads in files, by a Gauss rule that is exact for polynomials of degree 2 `points` - 1. */
function read(files: readonly Uint8Array[], points: number): Read[] {
  const paths = files.map((bytes, k) => {
    const path = join(folder, `${k}.vtu`);
    writeFileSync(path, bytes);
    return path;
  });
  return python<Read>("readVtu", [String(points), ...paths]);
}

const vtkThere = (skip: (why: string) => void): void => {
  const why = missingModules({ vtk: "python3-vtk9", numpy: "python3-numpy" });
  if (why !== null) skip(why);
};

const fileOf = (space: SpaceNodes, values: Float64Array): Uint8Array => {
  const cells = lagrangeCells(space);
  return vtuDocument({
    ...cells,
    pointData: [{ name: "f", values: cells.valuesOf(values) }],
    cellData: [{ name: "mass", values: cellMasses(space, values) }],
    fieldData: { TimeValue: 0.5, description: 'a < b & "c" in µs' },
  });
};

it("VTK's order has every node once, the vertices first", () => {
  for (const [corners, most] of [
    [3, 10],
    [4, 7],
  ] as const) {
    for (let degree = 1; degree <= most; degree++) {
      const order = vtkNodeOrder(corners, degree);
      const size = corners === 3 ? ((degree + 1) * (degree + 2)) / 2 : ((degree + 1) * (degree + 2) * (degree + 3)) / 6;
      expect(new Set(order.map((index) => index.join())).size).toBe(size);
      expect(order.length).toBe(size);
      for (const index of order) expect(index.reduce((sum, a) => sum + a, 0)).toBe(degree);
      expect(order.slice(0, corners).map((index) => index.indexOf(degree))).toEqual([0, 1, 2, 3].slice(0, corners));
    }
  }
});

/** With a moment along each axis, so that a node out of place is noticed: on the sphere 1, 0.1, 0.2 and 1/3. */
const f = (x: number, y: number, z: number): number => (1 + 0.3 * x + 0.6 * y + z) / (4 * Math.PI);

it("VTK integrates elements of every degree on the sphere over its own shape functions", ({ skip }) => {
  vtkThere(skip);
  const degrees = [2, 3, 4, 5, 6, 7, 8];
  // Where degrees are low the mesh is fine: the error of curved cells is of order h^(p + 1).
  const found = read(
    degrees.map((degree) => {
      const space = sphereNodes(icosphere(degree < 5 ? 3 : 2), lagrangeTriangle(degree));
      return fileOf(space, interpolate(space, f));
    }),
    10,
  );
  found.forEach(({ type, nodes, arrays, masses, measure, leastOrientation, field }, k) => {
    const degree = degrees[k]!;
    expect({ type, nodes }).toEqual({ type: 69, nodes: ((degree + 1) * (degree + 2)) / 2 });
    expect(Math.abs(measure - 4 * Math.PI)).toBeLessThan(1e-4);
    expect(leastOrientation).toBeGreaterThan(0);
    const { integral, moments } = arrays.f!;
    for (const [at, value] of [1, 0.1, 0.2, 1 / 3].entries())
      expect(Math.abs([integral, ...moments][at]! - value)).toBeLessThan(1e-4);
    expect(masses.mass).toBeCloseTo(1, 3);
    expect(field).toEqual({ TimeValue: 0.5, description: 'a < b & "c" in µs' });
  });
});

it("VTK integrates elements of every degree in the ball, where the maps are affine, to rounding", ({ skip }) => {
  vtkThere(skip);
  const degrees = [1, 2, 3, 4];
  const spaces = degrees.map((degree) => ballNodes(ball(1, 2), lagrangeTetrahedron(degree)));
  // A polynomial of each space.
  const values = spaces.map((space, k) =>
    interpolate(space, (x, y, z) => (1 + x + 2 * y * y - z * x) ** Math.floor(degrees[k]! / 2) + x - 2 * z),
  );
  const found = read(
    spaces.map((space, k) => fileOf(space, values[k]!)),
    5,
  );
  found.forEach(({ type, arrays, masses, leastOrientation }, k) => {
    expect(type).toBe(71);
    expect(leastOrientation).toBeGreaterThan(0);
    const whole = cellMasses(spaces[k]!, values[k]!).reduce((sum, mass) => sum + mass, 0);
    expect(Math.abs(arrays.f!.integral - whole)).toBeLessThan(1e-12 * Math.max(1, Math.abs(whole)));
    expect(Math.abs(masses.mass! - whole)).toBeLessThan(1e-12 * Math.max(1, Math.abs(whole)));
  });
});

const driven = { spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } } as const;
const decaying = { spins: 12, field: [0.5, 0, 0], collective: { decay: 1 } } as const;
const lossy = { spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.2 } } as const;

it("VTK reads states: P of mass 1 with the mean of the state, Q with its norm, and where D has negative eigenvalues", ({
  skip,
}) => {
  vtkThere(skip);
  const states = [
    steady(spinModel(driven), { method: "fem" }),
    steady(spinModel(driven), { method: "harmonic" }),
    steady(spinModel(decaying), { method: "dicke" }),
    steady(spinModel({ ...driven, spins: 10, field: [1.5, 0, 0] }), { method: "fem", scheme: "fluxCorrection" }),
    steady(spinModel(lossy), { method: "fem" }),
    steady(spinModel(lossy), { method: "dicke" }),
  ];
  const files = states.map((state) => stateVtu(state, { time: 2 }));
  expect(files.map(({ missing }) => missing)).toEqual([
    null,
    null,
    null,
    null,
    null,
    "no P: this method has no P as a function in the ball",
  ]);
  const flat = files.flatMap(({ files: some }, k) => some.map((file) => ({ ...file, state: states[k]! })));
  expect(flat.map(({ name }) => name)).toEqual([
    "density",
    "density",
    "density",
    "density",
    "density",
    "husimi",
    "husimi",
  ]);
  const found = read(
    flat.map(({ bytes }) => bytes),
    6,
  );
  const names = found.map(({ arrays }) => Object.keys(arrays));
  expect(names.map(([first]) => first)).toEqual(["P", "P_band_37", "P_band_12", "P", "P_band_4", "Q", "Q"]);
  found.forEach(({ arrays, masses, field }, k) => {
    const { state, name } = flat[k]!;
    const { spins } = state.model;
    expect(field).toMatchObject({ TimeValue: 2, spins });
    if (name === "density") {
      const { integral, moments } = arrays[names[k]![0]!]!;
      expect(Math.abs(integral - 1)).toBeLessThan(1e-5);
      expect(masses.mass).toBeCloseTo(1, 5);
      // Flux correction has errors of the mesh in its own moments.
      for (const [i, moment] of moments.entries())
        expect(Math.abs(moment - state.observables.mean[i]!)).toBeLessThan(1e-4);
    }
    if (arrays.Q === undefined) return;
    // In the ball only the largest total spin has a Q, and its weight is what is missing to 1.
    const norm = ((spins + 1) / (4 * Math.PI)) * arrays.Q.integral;
    if (state.domain === "sphere") expect(Math.abs(norm - 1)).toBeLessThan(1e-6);
    else expect(Math.abs(norm - masses.mass!)).toBeLessThan(1e-6);
    // Rounding, and what a cubic does at a peak.
    expect(arrays.Q.range[0]).toBeGreaterThan(-1e-6);
    expect(arrays.Q.range[1]).toBeLessThan(1);
  });
  // Decay alone: f = 1 + z^2 - 2 z for D around z, and the other eigenvalue less; nothing is negative where pump and decay differ little.
  const least = found.map(({ arrays }) => arrays.least_eigenvalue_of_D?.range[0] ?? 0);
  expect(least[0]!).toBeGreaterThan(-1e-12);
  expect(least[2]!).toBeLessThan(-0.49);
});

it("a state without P or Q as a function says why, and what would take minutes is left out with a word", () => {
  const point = stateVtu(steady(spinModel({ spins: 4, collective: { decay: 1 } }), { method: "fem" }));
  expect(point.files.map(({ name }) => name)).toEqual(["husimi"]);
  expect(point.missing).toBe("no P: it is all at the point (0, 0, -1)");
  const many = stateVtu(steady(spinModel({ ...driven, spins: 401 }), { method: "fem", tolerance: 1e-3 }));
  expect(many.files.map(({ name }) => name)).toEqual(["density"]);
  expect(many.missing).toMatch(/^no Q: above 400 spins it takes minutes by finite elements; the methods harmonic/);
});

it("a value that is not finite is refused", () => {
  const space = sphereNodes(icosphere(0), lagrangeTriangle(1));
  const values = new Float64Array(space.unknowns);
  values[3] = Number.NaN;
  const cells = lagrangeCells(space);
  expect(() => vtuDocument({ ...cells, pointData: [{ name: "f", values }], cellData: [], fieldData: {} })).toThrow(
    /f is NaN at place 3/,
  );
});

it("a series in time names its files", () => {
  expect(pvdText([{ time: 0.5, file: "a&b.vtu" }])).toContain('timestep="0.5" group="" part="0" file="a&amp;b.vtu"');
});
