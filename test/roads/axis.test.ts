import { describe, expect, it } from "vitest";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { steadyPicture } from "../../src/plot/steady.ts";
import { endOfSteady } from "../../src/roads/endState.ts";
import { spectrum } from "../../src/roads/spectrum.ts";
import { steady } from "../../src/roads/steady.ts";
import { capture } from "../cli/capture.ts";

const laser = (spins: number, pump: number): SpinModelInput => ({
  spins,
  collective: { decay: spins / 2 },
  local: { pump: (pump * spins) / 2 },
});

type Axis = readonly [number, number, number];

/** The same laser around another axis n: its jumps are u -+ i v for u, v, n like x, y, z. */
function turnedLaser(spins: number, pump: number, n: Axis): SpinModelInput {
  const seed: Axis = Math.abs(n[1]) < 0.5 ? [0, 1, 0] : [0, 0, 1];
  const v = unit(cross(n, seed));
  const u = cross(v, n);
  const jump = (rate: number, sign: 1 | -1) => ({
    rate,
    operator: u.map((value, k) => [value, sign * v[k]!]) as unknown as [Complex, Complex, Complex],
  });
  return { spins, collective: { jumps: [jump(spins / 2, -1)] }, local: { jumps: [jump((pump * spins) / 2, 1)] } };
}

type Complex = [re: number, im: number];

const cross = (a: Axis, b: Axis): Axis => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const unit = (a: Axis): Axis => a.map((value) => value / Math.hypot(...a)) as unknown as Axis;

/** Lines as a terminal breaks them are one. */
const joined = (text: string): string => text.replace(/\s+/g, " ");

describe("the road for a model about z", () => {
  it("is that of the populations for few spins, and the expansion of P by its name", () => {
    const model = spinModel(laser(120, 0.5));
    const chosen = steady(model);
    expect(chosen.method).toBe("dicke");
    expect(chosen.reason).toMatch(/populations about the axis are exact/);
    const expanded = steady(model, { method: "fem" });
    expect("expansion" in expanded && expanded.expansion.around).toBe("threshold");
    for (const name of ["mean", "square"] as const) {
      for (const k of [0, 1, 2]) {
        const allowed = chosen.errorEstimate[name][k]! + expanded.errorEstimate[name][k]!;
        expect(Math.abs(chosen.observables[name][k]! - expanded.observables[name][k]!)).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it("is the expansion of P for many, which says what it does not know", () => {
    const state = steady(spinModel(laser(20_000, 0.97)));
    expect(state).toMatchObject({ method: "fem", scheme: "axis", domain: "ball", density: null, point: null });
    expect(() => state.densityMatrix()).toThrow(/depends on moments of P of all degrees/);
    expect(() => state.husimi([[0, 0, 1]])).toThrow(/Husimi function of 20000 spins/);
    expect(state.stateError()).toEqual({ traceNorm: 2, husimi: 1 });
    expect(endOfSteady(state).missing).toMatch(/around the axis alone/);
  });

  it("is P on elements in the half plane beside the axis, for few spins by its name, with rho, Q and a picture", async () => {
    const model = spinModel(laser(20, 0.5));
    const [found, exact] = [steady(model, { method: "fem" }), steady(model, { method: "dicke" })];
    expect(found).toMatchObject({ scheme: "axis", expansion: { around: "halfDisk", degree: 20, compared: 20 } });
    const [up] = found.husimi([[0, 0, 1]]);
    expect(Math.abs(up! - exact.husimi([[0, 0, 1]])[0]!)).toBeLessThanOrEqual(found.stateError().husimi);
    const [ours, theirs] = [found.densityMatrix(), exact.densityMatrix()];
    if (!("blocks" in ours && "blocks" in theirs)) throw new Error("a state in the ball has blocks");
    for (const [k, { real }] of ours.blocks.entries()) {
      for (const [i, value] of real.entries())
        expect(Math.abs(value - theirs.blocks[k]!.real[i]!)).toBeLessThanOrEqual(found.stateError().traceNorm);
    }
    expect(endOfSteady(found).missing).toBeNull();
    expect(steadyPicture(found, "a laser")).toMatch(/<tspan[^>]*>P<\/tspan>/);
    const { out } = await capture(["steady", "-", "--method", "fem"], {
      standardInput: JSON.stringify(laser(20, 0.5)),
    });
    expect(joined(out)).toMatch(
      /elements in the half plane beside the axis, in the polynomials of degree 20, errors from another mesh/,
    );
  });

  it("is that around any axis for few spins, too", () => {
    const axis: Axis = [2 / 3, -1 / 3, 2 / 3];
    const model = spinModel(turnedLaser(20, 0.5, axis));
    const [found, exact] = [steady(model, { method: "fem" }), steady(model, { method: "dicke" })];
    expect("expansion" in found && found.expansion.around).toBe("halfDisk");
    for (const k of [0, 1, 2]) {
      const allowed = found.errorEstimate.mean[k]! + exact.errorEstimate.mean[k]!;
      expect(Math.abs(found.observables.mean[k]! - exact.observables.mean[k]!)).toBeLessThanOrEqual(allowed);
    }
    expect(() => found.densityMatrix()).toThrow(/leave the method to be chosen/);
  });

  it("is none below the threshold of many spins, and the message names the regime", () => {
    expect(() => steady(spinModel(laser(100_000, 1e-3)))).toThrow(/below the threshold of collective emission/);
  });

  it.each<[string, Axis]>([
    ["x", [1, 0, 0]],
    ["(1, -2, 2)", [1 / 3, -2 / 3, 2 / 3]],
  ])("is that around any axis: %s", (_, axis) => {
    const [along, across] = [steady(spinModel(laser(2000, 0.4))), steady(spinModel(turnedLaser(2000, 0.4, axis)))];
    const [a, , b] = along.observables.square;
    expect("expansion" in across).toBe(true);
    const { mean, square, cross } = across.observables;
    const estimate = across.errorEstimate;
    for (const [k, n] of axis.entries()) {
      const allowed = 2 * estimate.square[k]! + 1e-12;
      expect(Math.abs(mean[k]! - n * along.observables.mean[2])).toBeLessThanOrEqual(2 * estimate.mean[k]! + 1e-12);
      expect(Math.abs(square[k]! - a - (b - a) * n * n)).toBeLessThanOrEqual(allowed);
    }
    expect(Math.abs(cross[2] - (b - a) * axis[1] * axis[2])).toBeLessThanOrEqual(2 * estimate.cross[2] + 1e-12);
  });

  it("is that of the populations around any axis, with its Husimi function turned back", () => {
    const axis: Axis = [2 / 3, -1 / 3, 2 / 3];
    const [along, across] = [steady(spinModel(laser(100, 0.4))), steady(spinModel(turnedLaser(100, 0.4, axis)))];
    expect(across.method).toBe("dicke");
    expect(across.reason).toMatch(/^around the axis \(0.666667, -0.333333, 0.666667\)/);
    const [up] = along.husimi([[0, 0, 1]]);
    const [turned] = across.husimi([axis]);
    expect(Math.abs(turned! / up! - 1)).toBeLessThan(1e-9);
    expect(() => across.densityMatrix()).toThrow(/around the axis of the model/);
  });

  it("lists the modes of the light of any number of spins around any axis", () => {
    const light = { sector: 1, count: 1 } as const;
    const few = spectrum(spinModel(laser(100, 0.5)), light);
    expect(few.method).toBe("dicke");
    const many = spectrum(spinModel(turnedLaser(1e6, 0.5, [0, 0.6, 0.8])), light);
    expect(many.method).toBe("fem");
    expect(many.expansion?.around).toBe("ring");
    // Half the linewidth of laser.json, ten decimals.
    expect(Math.abs(many.eigenvalues[0]![0] + 0.7500160005)).toBeLessThan(1e-10 + many.errorEstimate[0]!);
    const named = spectrum(spinModel(laser(100, 0.5)), { ...light, method: "fem" });
    const allowed = few.errorEstimate[0]! + named.errorEstimate[0]!;
    expect(Math.abs(few.eigenvalues[0]![0] - named.eigenvalues[0]![0])).toBeLessThanOrEqual(allowed);
    expect(() => spectrum(spinModel(laser(40, 0.5)), { ...light, method: "fem" })).toThrow(/N from 100 on/);
  });

  it("is shown by the command line", async () => {
    const text = JSON.stringify(laser(5000, 0.5));
    const { code, out } = await capture(["steady", "-"], { standardInput: text });
    expect(code).toBe(0);
    expect(joined(out)).toMatch(/P around a ring off the axis up to degree \d+, errors from \d+/);
    const below = await capture(["steady", "-"], { standardInput: JSON.stringify(laser(100_000, 1e-3)) });
    expect(below.code).not.toBe(0);
    expect(joined(below.error)).toMatch(/w <= sqrt\(N\) Gamma/);
  });
});
