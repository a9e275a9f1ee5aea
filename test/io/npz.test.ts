import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { spinModel, steady } from "../../src/index.ts";
import { npyBytes } from "../../src/io/numpy/npy.ts";
import { type NumpyArrays, npzBytes, tableArrays } from "../../src/io/numpy/npz.ts";
import { stateArrays } from "../../src/io/numpy/stateArrays.ts";
import { storedState } from "../../src/io/resultFile.ts";
import { endOfSteady } from "../../src/roads/endState.ts";
import { temporaryFolder } from "../cli/capture.ts";
import { missingModules, python } from "./python/python.ts";

// numpy is installed by the first of these on a machine for tests.
vi.setConfig({ testTimeout: 600_000 });

const folder = temporaryFolder();

type Read = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly type: string; readonly values: unknown }>
>;

async function read(arrays: NumpyArrays): Promise<Read> {
  const path = join(folder, "arrays.npz");
  writeFileSync(path, await npzBytes(arrays));
  return python<Read>("readNpz", [path])[0]!;
}

const numpyThere = (skip: (why: string) => void): void => {
  const why = missingModules({ numpy: "python3-numpy" });
  if (why !== null) skip(why);
};

it("numpy reads every kind of array, to the last bit", async ({ skip }) => {
  numpyThere(skip);
  const numbers = [0.1 + 0.2, -0, 1e-308, Number.MAX_VALUE, Math.PI, 5e-324];
  const found = await read({
    list: { real: numbers },
    grid: { real: numbers, shape: [2, 3] },
    number: { real: [2.5], shape: [] },
    none: { real: [], shape: [0, 3] },
    complex: { real: [1, 2], imaginary: [-3, 0.1], shape: [1, 2] },
    integers: { integers: Uint32Array.of(0, 4294967295) },
    truths: { truths: [true, false] },
    texts: { texts: ["", "µ and 𝛼", "plain"] },
  });
  const kind = (name: string): unknown => [found[name]!.type, found[name]!.shape, found[name]!.values];
  expect(kind("list")).toEqual(["<f8", [6], numbers]);
  expect(kind("grid")).toEqual(["<f8", [2, 3], [numbers.slice(0, 3), numbers.slice(3)]]);
  expect(kind("number")).toEqual(["<f8", [], 2.5]);
  expect(kind("none")).toEqual(["<f8", [0, 3], []]);
  expect(kind("complex")).toEqual(["<c16", [1, 2], [[[1, 2]], [[-3, 0.1]]]]);
  expect(kind("integers")).toEqual(["<i8", [2], [0, 4294967295]]);
  expect(kind("truths")).toEqual(["|b1", [2], [true, false]]);
  expect(kind("texts")).toEqual(["<U7", [3], ["", "µ and 𝛼", "plain"]]);
});

it("numpy reads a state: moments, P at the nodes, and rho, whose trace and purity are those of the state", async ({
  skip,
}) => {
  numpyThere(skip);
  const state = steady(spinModel({ spins: 6, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }), {
    method: "fem",
  });
  const { state: end } = endOfSteady(state);
  const found = await read(stateArrays(state, storedState(end!)));
  expect(found.mean!.values).toEqual(state.observables.mean);
  expect(found.error_purity).toEqual({ shape: [], type: "<f8", values: state.errorEstimate.purity });
  expect(found.P!.values).toEqual([...state.density!.values]);
  expect(found.nodes!.shape).toEqual([state.density!.values.length, 3]);
  expect((found.cells!.values as number[][])[0]).toEqual([
    ...state.density!.space.cellUnknowns.subarray(0, state.density!.space.element.size),
  ]);
  expect(found.moments!.shape).toEqual([49]);
  const [real, imaginary] = found.rho!.values as [number[][], number[][]];
  expect(real.reduce((sum, row, k) => sum + row[k]!, 0)).toBeCloseTo(1, 12);
  const square = [...real.flat(), ...imaginary.flat()].reduce((sum, value) => sum + value * value, 0);
  expect(Math.abs(square - state.observables.purity)).toBeLessThanOrEqual(state.errorEstimate.purity + 1e-12);
});

it("a table is an array a column, with nan where there is nothing", async ({ skip }) => {
  numpyThere(skip);
  const found = await read(
    tableArrays([
      { key: "x", cells: [1, null, 0.5] },
      { key: "method", cells: ["fem", null, "dicke"] },
      { key: "holds", cells: [true, false, true] },
      { key: "perhaps", cells: [true, null, false] },
      { key: "never", cells: [null, null, null] },
    ]),
  );
  expect(Object.values(found).map(({ values }) => values)).toEqual([
    [1, null, 0.5],
    ["fem", "", "dicke"],
    [true, false, true],
    [1, null, 0],
    [null, null, null],
  ]);
});

it("the bytes of equal arrays are equal, and a header is as long as numpy wants it", async () => {
  const arrays = { a: { real: [1, 2, 3] } };
  const [one, other] = [await npzBytes(arrays), await npzBytes(arrays)];
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  const bytes = npyBytes({ real: [1] });
  expect((bytes.length - 8) % 64).toBe(0);
  expect(() => npyBytes({ real: [1, 2], shape: [3] })).toThrow(/shape \(3\) has 3 entries, not 2/);
});
