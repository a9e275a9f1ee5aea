import { describe, expect, it } from "vitest";
import { parabolicity } from "../../src/diagnose/parabolicity.ts";
import { answering } from "../../src/explorer/jobs/answers.ts";
import { verdictOf } from "../../src/explorer/jobs/facts.ts";
import type { Answer, Quality, Request, Wants } from "../../src/explorer/protocol.ts";
import { DEFAULT_MODEL, type ExplorerModel } from "../../src/explorer/state.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { meanFieldTrajectory } from "../../src/model/trajectory.ts";
import { steady } from "../../src/roads/steady.ts";
import { captureJson, putFile, temporaryFolder } from "../cli/capture.ts";

const answers = answering();
let id = 0;

function ask(model: ExplorerModel, quality: Quality, wants: Wants): readonly Answer[] {
  const request: Request = { id: ++id, model, quality, wants };
  const found = [...answers(request)];
  expect(found.every((answer) => answer.id === id && answer.quality === quality)).toBe(true);
  expect(found.at(-1)!.kind).toBe("done");
  return found;
}

const of = <Kind extends Answer["kind"]>(found: readonly Answer[], kind: Kind): Extract<Answer, { kind: Kind }> =>
  found.findLast((answer) => answer.kind === kind) as Extract<Answer, { kind: Kind }>;

const NONE = { dephasing: 0, pump: 0, decay: 0, jumps: [] };
const notParabolic: ExplorerModel = {
  ...DEFAULT_MODEL,
  spins: 12,
  field: [0.8, 0, 0],
  collective: { ...NONE, dephasing: 0.1, pump: 1 },
};
const inBall: ExplorerModel = {
  ...DEFAULT_MODEL,
  spins: 6,
  field: [0.8, 0, 0],
  local: { ...NONE, decay: 0.2 },
};
const folder = temporaryFolder();

/** A triangle rule over a surface of unit vectors: its error falls with the square of the spacing. */
function integral({ positions, triangles, values }: Extract<Answer, { kind: "picture" }>): number {
  let sum = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => 3 * triangles[t + k]!);
    const edge = (from: number, to: number): number[] =>
      [0, 1, 2].map((k) => positions[to + k]! - positions[from + k]!);
    const [u, v] = [edge(a!, b!), edge(a!, c!)];
    const normal = [u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!];
    // Anticlockwise from outside.
    expect(normal.reduce((dot, value, k) => dot + value * positions[a! + k]!, 0)).toBeGreaterThan(0);
    sum += (Math.hypot(...normal) / 6) * (values[a! / 3]! + values[b! / 3]! + values[c! / 3]!);
  }
  return sum;
}

describe("the fast worker's answers", () => {
  it.each([40, 1_000_000])("have at N = %i the means of the library within their errors, and P of mass 1", (spins) => {
    const model = { ...DEFAULT_MODEL, spins };
    const times: number[] = [];
    for (let k = 0; k < 5; k++) {
      const field = [0.5 + 0.01 * k, 0, 0] as const;
      const before = process.cpuUsage();
      const found = ask({ ...model, field }, "fast", { picture: { shown: "P" } });
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
      const picture = of(found, "picture");
      if (k > 0) continue;
      const exact = steady(spinModel(model), { purity: false }).observables.mean;
      for (const i of [0, 1, 2])
        expect(Math.abs(picture.mean[i]! - exact[i]!)).toBeLessThanOrEqual(picture.meanError + 1e-8);
      // Eight vertices within a standard deviation: (1/8)^2 / 12 of the curvature, some 1e-3.
      expect(integral(picture)).toBeCloseTo(1, 2);
      expect(picture.margins).toBeNull();
    }
    console.log(`N = ${spins}: a picture takes ${times.toSorted((a, b) => a - b)[2]!.toFixed(0)} ms of processor time`);
  });

  it("tell in a sentence where the equation is not parabolic, and give margins, flow and outline", () => {
    const found = ask(notParabolic, "fast", { facts: true, picture: { shown: "P" }, table: true });
    const facts = of(found, "facts");
    expect(facts.verdict).toEqual({
      tone: "warning",
      text: "Not parabolic on 44 % of the sphere, hatched; parabolic from k_z = 0.50 on",
    });
    expect(facts.outlines).toHaveLength(1);
    expect(facts.fixedPoints).toHaveLength(2);
    for (const piece of facts.flow) expect(Math.hypot(...piece.subarray(piece.length - 3))).toBeCloseTo(1, 3);
    const { margins, positions, band, least } = of(found, "picture");
    const [low, high] = parabolicity(spinModel(notParabolic)).zRange!;
    // But for single precision at the rims.
    const wrong = margins!.filter((margin, k) => {
      const z = positions[3 * k + 2]!;
      return Math.min(Math.abs(z - low), Math.abs(z - high)) > 1e-6 && margin < 0 !== (z > low && z < high);
    });
    expect(wrong).toHaveLength(0);
    expect(band).toBe("harmonics l ≤ 12");
    expect(least).toBeLessThan(-1);
    expect(of(found, "table").rows.find(({ key }) => key === "purity")!.value).toBeCloseTo(
      steady(spinModel(notParabolic)).observables.purity,
      8,
    );
  });

  it("say what is wrong and what to do, and go on with the next model", () => {
    const free = ask({ ...DEFAULT_MODEL, collective: NONE }, "fast", {
      facts: true,
      picture: { shown: "P" },
      table: true,
    });
    expect(free.map(({ kind }) => kind)).toEqual(["facts", "failure", "failure", "done"]);
    expect(of(free, "failure")).toMatchObject({ want: "table", name: "NotUniqueError" });
    const wrong = ask({ ...DEFAULT_MODEL, spins: 0.5 }, "fast", { facts: true });
    expect(wrong.map(({ kind }) => kind)).toEqual(["failure", "done"]);
    expect(of(wrong, "failure")).toMatchObject({ want: null, name: "InputError" });
    expect(of(wrong, "failure").remedy).toContain("whole number");
    expect(of(ask(DEFAULT_MODEL, "fast", { picture: { shown: "P" } }), "picture").shown).toBe("P");
  });

  it("show Q where P is one point", () => {
    const down = { ...DEFAULT_MODEL, field: [0, 0, 0] as const, collective: { ...NONE, decay: 1 } };
    const picture = of(ask(down, "fast", { picture: { shown: "P" } }), "picture");
    expect([picture.shown, picture.point]).toEqual(["Q", [0, 0, -1]]);
    expect(picture.greatest).toBeCloseTo(1, 6);
  });

  it("round shares and rates in words", () => {
    const base = { domain: "sphere", parabolic: false, requiredDephasing: null, requiredIsotropic: 0.031 } as const;
    expect(verdictOf({ ...base, areaFraction: 0.002 }).text).toBe(
      "Not parabolic on less than 1 % of the sphere, hatched; parabolic with dephasing 0.03 more about every axis",
    );
    expect(verdictOf({ ...base, areaFraction: 1, requiredIsotropic: null }).text).toContain("on all of the sphere");
  });
});

describe("the slow worker's answers", () => {
  it("are those of the library, with an exact road beside them that agrees", () => {
    const found = ask(DEFAULT_MODEL, "slow", { table: true });
    const { rows, comparison } = of(found, "table");
    const { observables, errorEstimate } = steady(spinModel(DEFAULT_MODEL));
    expect(comparison).toBe("Density matrix in the Dicke basis");
    for (const k of [0, 1, 2]) {
      const row = rows.find(({ key }) => key === `mean.${k}`)!;
      expect([row.value, row.error]).toEqual([observables.mean[k], errorEstimate.mean[k]]);
    }
    for (const { error, difference } of rows) expect(Math.abs(difference!)).toBeLessThanOrEqual(error! + 1e-9);
  });

  it("prove entanglement, and show the witness", () => {
    const found = ask(notParabolic, "slow", {
      entanglement: true,
      certificate: { seconds: 5 },
      picture: { shown: "witness" },
    });
    const certificate = of(found, "certificate");
    expect(certificate.verdict).toBe("entangled");
    expect(certificate.sentence.text).toMatch(/^Entangled: e = -/);
    expect(certificate.value! + certificate.errorBound!).toBeLessThan(0);
    const picture = of(found, "picture");
    expect(picture.shown).toBe("witness");
    expect(picture.least).toBeGreaterThan(-1e-9 * picture.greatest);
    expect(of(found, "entanglement").rows.some(({ detects }) => detects === true)).toBe(true);
  });

  it("show the witness of the state at the time that is looked at, and say where there is none", () => {
    const evolution = { start: [1, 0, 0], until: 10, steps: 10 } as const;
    const at = (index: number) => ({ at: { evolution, index } });
    const drawn = (shown: "witness" | "P", index: number) =>
      of(ask(notParabolic, "slow", { picture: { shown, ...at(index) } }), "picture");
    const told = (band: string): number => Number(/= (\S+) ±/.exec(band)![1]!.replace("−", "-"));
    const values = [2, 6].map((index) => {
      const [witness, state] = [drawn("witness", index), drawn("P", index)];
      expect([witness.shown, state.shown]).toEqual(["witness", "P"]);
      expect(witness.positions).toEqual(state.positions);
      const product = witness.values.map((value, k) => value * state.values[k]!);
      const [sum, size] = [product, product.map(Math.abs)].map((some) => integral({ ...witness, values: some }));
      // The rule of the mesh is of second order, and its cells are 0.035 wide: P and T have harmonics up to 12 each.
      expect(Math.abs(sum! - told(witness.band!))).toBeLessThan(0.05 * size!);
      return told(witness.band!);
    });
    expect(Math.max(...values)).toBeLessThan(0);
    expect(values[0]).not.toBe(values[1]);
    const start = drawn("witness", 0);
    expect(start.shown).not.toBe("witness");
    expect(start.note).toContain("nothing proves entanglement");
  });

  it("follow all spins along a direction, and show the state at a time", () => {
    const evolution = { start: [2, 0, 0], until: 20, steps: 20 } as const;
    const found = ask({ ...DEFAULT_MODEL, spins: 10 }, "slow", {
      evolution,
      picture: { shown: "Q", at: { evolution, index: 0 } },
    });
    const { means, meanErrors, times, note } = of(found, "evolution");
    expect([...means.subarray(0, 3)]).toEqual([1, 0, 0].map((value) => expect.closeTo(value, 12)));
    expect(times.at(-1)).toBe(20);
    const { mean } = steady(spinModel({ ...DEFAULT_MODEL, spins: 10 })).observables;
    // The slowest rate is some 0.8.
    for (const k of [0, 1, 2]) expect(Math.abs(means[60 + k]! - mean[k]!)).toBeLessThan(meanErrors![20]! + 1e-6);
    expect(note).toBeNull();
    expect(of(found, "picture").greatest).toBeCloseTo(1, 6);
  });

  it("follow a million spins, with P at a time", () => {
    const evolution = { start: [1, 0, 0], until: 4, steps: 8 } as const;
    const model = { ...DEFAULT_MODEL, spins: 1_000_000 };
    const found = ask(model, "slow", { evolution, picture: { shown: "P", at: { evolution, index: 2 } } });
    const { means, meanErrors, note } = of(found, "evolution");
    expect([note, meanErrors!.length]).toEqual([null, 9]);
    const { positions } = meanFieldTrajectory(spinModel(model), [1, 0, 0], [1], { tolerance: 1e-9 });
    const picture = of(found, "picture");
    expect(picture.shown).toBe("P");
    for (const k of [0, 1, 2]) {
      expect(Math.abs(picture.mean[k]! - means[6 + k]!)).toBeLessThanOrEqual(picture.meanError + meanErrors![2]!);
      // The mean field leaves out what is of order 1/N.
      expect(Math.abs(means[6 + k]! - positions[k]!)).toBeLessThan(1e-5);
    }
    // On its way P is narrower across than along, and the mesh as fine for both.
    expect(integral(picture)).toBeCloseTo(1, 1);
  });

  it("show the mean field where no road follows the state in time", () => {
    const driven = { ...DEFAULT_MODEL, spins: 100_000, field: [0.3, 0, 0.2] as const };
    const laser = { ...driven, interaction: { ...driven.interaction, xy: 1 }, local: { ...NONE, pump: 40_000 } };
    const evolution = { start: [0, 0, -1], until: 1, steps: 4 } as const;
    const { meanErrors, note } = of(ask(laser, "slow", { evolution }), "evolution");
    expect(meanErrors).toBeNull();
    expect(note).toContain("mean field");
  });

  it("cut the ball in time as well, in polynomials that its moments tell", () => {
    const evolution = { start: [0, 0, 1], until: 40, steps: 4 } as const;
    const slices = { axis: [0, 0, 1], at: { evolution, index: 4 } } as const;
    const found = of(ask(inBall, "slow", { slices }), "slices");
    expect([found.index, found.band]).toEqual([4, "polynomials of degree ≤ 6"]);
    // Late P is the steady one, whose elements of a degree that holds it give the same moments.
    const still = of(ask(inBall, "slow", { slices: { axis: [0, 0, 1] } }), "slices");
    for (const k of [0, 1, 2]) expect(Math.abs(found.mean[k]! - still.mean[k]!)).toBeLessThan(1e-4);
    expect(found.slices[0]!.greatest).toBeGreaterThan(0.5 * still.slices[0]!.greatest);
    const start = of(ask(inBall, "slow", { slices: { axis: [0, 0, 1], at: { evolution, index: 0 } } }), "slices");
    expect(start.slices[0]!.greatest).toBeGreaterThan(2 * found.slices[0]!.greatest);
  });

  it("list eigenvalues with their errors", () => {
    const { eigenvalues, errors, zeros, gap } = of(ask(notParabolic, "slow", { spectrum: { count: 6 } }), "spectrum");
    expect(eigenvalues.length).toBeGreaterThanOrEqual(6);
    expect(zeros).toBe(1);
    expect(gap).toBeCloseTo(0.46916814664, 8);
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });

  it("cut the ball through the mean", () => {
    const found = ask(inBall, "slow", { picture: { shown: "P" }, slices: { axis: [0, 0, 2] } });
    expect(of(found, "picture").shown).toBe("Q");
    const { slices, mean, meanSquare, band } = of(found, "slices");
    expect(band).toBe("polynomials of degree n ≤ 6, on a polyhedron in the ball");
    expect(slices).toHaveLength(2);
    for (const { positions, values } of slices) {
      expect(values.every(Number.isFinite)).toBe(true);
      for (let at = 0; at < positions.length; at += 3)
        expect(Math.hypot(...positions.subarray(at, at + 3))).toBeLessThanOrEqual(1 + 1e-6);
    }
    // Across the axis, at the height of the mean.
    expect(slices[1]!.positions[2]!).toBeCloseTo(mean[2], 6);
    expect(slices[1]!.positions[302]!).toBeCloseTo(mean[2], 6);
    expect(meanSquare).toBeLessThan(1);
  });

  it("show Q of a laser whose populations alone are known, and say so in its place, not as a failure", () => {
    const laser = { ...DEFAULT_MODEL, spins: 30, field: [0, 0, 0] as const, collective: { ...NONE, decay: 1 } };
    const wants = { picture: { shown: "P" }, slices: { axis: [0, 0, 1] } } as const;
    const found = ask({ ...laser, local: { ...NONE, pump: 10 } }, "slow", wants);
    expect(found.map(({ kind }) => kind)).toEqual(["picture", "done"]);
    const { shown, note } = of(found, "picture");
    expect([shown, note]).toEqual(["Q", "P is in the ball, and the method does not know it as a function"]);
  });

  it("write a model file that the command line solves to the same digits, and a file of VTK", async () => {
    const model = {
      ...notParabolic,
      collective: { ...notParabolic.collective, jumps: [{ rate: 0.1, operator: "Jx + 0.3i*Jy" }] },
    };
    const rows = of(ask(model, "slow", { table: true }), "table").rows;
    const written = of(ask(model, "slow", { file: { format: "model" } }), "file");
    const path = putFile(folder, written.name, written.contents as string);
    const { observables } = await captureJson<{ observables: { mean: number[] } }>("steady", path);
    expect(observables.mean).toEqual([0, 1, 2].map((k) => rows.find(({ key }) => key === `mean.${k}`)!.value));
    const { contents, name } = of(ask(model, "slow", { file: { format: "vtu" } }), "file");
    expect(name).toMatch(/\.vtu$/);
    expect(new TextDecoder("latin1").decode(contents as Uint8Array)).toContain("<VTKFile");
  });
});
