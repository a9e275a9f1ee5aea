import { expect, it } from "vitest";
import { evolve, spinModel, steady } from "../../src/index.ts";
import { evolutionTable, stateTable } from "../../src/io/observableColumns.ts";
import { csvText } from "../../src/io/table.ts";

const model = spinModel({ spins: 3, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });

it("a table has a line a row, texts in quotes where they need them, and nothing where there is nothing", () => {
  const columns = [
    { key: "a,b", cells: [0.1 + 0.2, -1e-300, null] },
    { key: "text", cells: ['say "x"', "plain", "two\nlines"] },
    { key: "is", cells: [true, false, null] },
  ];
  expect(csvText(columns)).toBe(
    '"a,b",text,is\n0.30000000000000004,"say ""x""",true\n-1e-300,plain,false\n,"two\nlines",\n',
  );
  expect(csvText([{ key: "none", cells: [] }])).toBe("none\n");
});

it("a state is a line an observable, to the last bit", () => {
  const { observables, errorEstimate } = steady(model, { method: "dicke" });
  const lines = csvText(stateTable(observables, errorEstimate)).trimEnd().split("\n");
  expect(lines.length).toBe(13);
  expect(lines[0]).toBe("observable,value,error");
  expect(lines[3]).toBe(`mean_z,${observables.mean[2]},${errorEstimate.mean[2]}`);
  expect(lines[10]).toBe(`purity,${observables.purity},${errorEstimate.purity}`);
  expect(lines[12]).toBe(`wineland,${observables.squeezing.wineland},`);
});

it("an evolution is a line a time", () => {
  const times = [0, 0.5];
  const found = evolve(model, { initial: { coherent: [0, 0, 1] }, times, method: "dicke" }).result();
  const table = evolutionTable(times, found.observables, found.errorEstimate);
  expect(table.map(({ key }) => key).slice(0, 4)).toEqual(["t", "mean_x", "mean_y", "mean_z"]);
  const [head, ...lines] = csvText(table).trimEnd().split("\n");
  expect(lines.map((line) => line.split(",").length)).toEqual([23, 23]);
  expect(head!.split(",").length).toBe(23);
  expect(Number(lines[1]!.split(",")[3])).toBe(found.observables[1]!.mean[2]);
});
