import {
  BlochfemError,
  type ChosenSpectrum,
  InputError,
  ResourceLimitError,
  type SpinModel,
  spectrum,
  spinModel,
} from "blochfem";
import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../src/core/random.ts";

const methods = ["fem", "harmonic", "dicke"] as const;
const distance = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number =>
  Math.hypot(a - c, b - d);

describe("spectrum", () => {
  it.each(["auto", ...methods] as const)("lists by rate, by %s", (method) => {
    const model = spinModel({
      spins: 8,
      field: [0.4, -0.3, 0.8],
      collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 },
    });
    const { eigenvalues, searched } = spectrum(model, { method, count: 10 });
    // A dense Liouvillian of explicit spin matrices, by LAPACK. The tenth is the first of a pair.
    const expected: [number, number][] = [
      [0, 0],
      [-0.5547471865622, 0.9146355538861],
      [-0.5547471865622, -0.9146355538861],
      [-0.7582823941678, 0],
      [-1.0941479478499, 1.8544525037649],
      [-1.0941479478499, -1.8544525037649],
      [-1.1752508762222, 0],
      [-1.1932755959261, 0.9410489588996],
      [-1.1932755959261, -0.9410489588996],
      [-1.7260091431565, 2.7908990544072],
      [-1.7260091431565, -2.7908990544072],
    ];
    expect(eigenvalues).toHaveLength(11);
    for (const [k, value] of eigenvalues.entries()) expect(distance(value, expected[k]!)).toBeLessThan(1e-8);
    expect(searched).toBeNull();
  });

  it.each([
    ["harmonic", 8, -2.390648169420642],
    ["harmonic", 9, -2.4874596444402264],
    ["dicke", 8, -2.390648169420642],
    ["dicke", 9, -2.4874596444402264],
    ["fem", 8, -2.390648169420642],
    ["fem", 9, -2.4874596444402264],
  ] as const)("has errors that contain the condition number: %s, eigenvalue %i", (method, place, exact) => {
    const model = spinModel({ spins: 20, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const { eigenvalues, errorEstimate } = spectrum(model, { method, tolerance: 1e-5 });
    expect(Math.abs(eigenvalues[place]![0] - exact)).toBeLessThanOrEqual(errorEstimate[place]!);
  });

  it("fails where an eigenvalue is less certain than the tolerance: an exceptional point", () => {
    // The transverse block [[-1, -B], [B, -2]] has -3/2 twice, with one vector, at B = 1/2.
    const model = spinModel({ spins: 1, field: [0.5, 0, 0], collective: { decay: 1 } });
    for (const method of methods) {
      expect(() => spectrum(model, { method })).toThrow(
        /exceptional point.*first 2 of the list.*accept a tolerance of/,
      );
    }
    expect(() => spectrum(model)).toThrow(
      /-1\.500 has an error estimate of .* above the tolerance 1e-8, since two eigenvalues coincide there/,
    );
    const { eigenvalues, errorEstimate } = spectrum(model, { tolerance: 1e-4 });
    for (const k of [2, 3]) expect(distance(eigenvalues[k]!, [-1.5, 0])).toBeLessThanOrEqual(errorEstimate[k]!);
  });

  it("says how many of the list are certain where rounding spoils the others, and tries no road that rounds alike", () => {
    const model = spinModel({
      spins: 60,
      field: [0.4, -0.3, 0.8],
      collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 },
    });
    let message = "";
    try {
      spectrum(model);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/the first 3 of the list meet it; .* was not tried: .*ill-conditioned/);
    expect(message).not.toMatch(/raise the limit/);
    const { eigenvalues } = spectrum(model, { count: 3 });
    expect(eigenvalues).toHaveLength(3);
  });

  it("answers where rounding may spoil the eigenvalues of P: a squeezed reservoir", () => {
    const model = spinModel({ spins: 30, collective: { jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }] } });
    const { eigenvalues, errorEstimate } = spectrum(model);
    expect(eigenvalues).toHaveLength(10);
    const exact = spectrum(model, { method: "dicke" });
    for (const [k, value] of eigenvalues.entries()) {
      expect(distance(value, exact.eigenvalues[k]!)).toBeLessThanOrEqual(errorEstimate[k]! + exact.errorEstimate[k]!);
    }
  });

  it.each(["auto", ...methods] as const)("refuses more than is searched for before the work, by %s", (method) => {
    const model = spinModel({
      spins: 100,
      field: [0.4, -0.3, 0.8],
      collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 },
    });
    const tried: string[] = [];
    const attempt = (): unknown => spectrum(model, { method, count: 1e9, onProgress: (road) => tried.push(road) });
    expect(attempt).toThrow(ResourceLimitError);
    expect(attempt).toThrow(/1000000000 eigenvalues are more than the 150 that are searched for/);
    expect(tried).toEqual([]);
  });

  it.each(["auto", ...methods] as const)("takes a place or a limit of the frequencies, not both, by %s", (method) => {
    const model = spinModel({ spins: 4, field: [0.4, 0, 0.8], collective: { decay: 0.9 } });
    expect(() => spectrum(model, { method, near: [0, 1], frequencyLimit: 0.5 })).toThrow(InputError);
    expect(() => spectrum(model, { method, near: [0, 1], frequencyLimit: 0.5 })).toThrow(
      /a place, 0 \+ 1 i, and a limit of the frequencies, 0\.5, .* leave one of them out/,
    );
  });

  it.each(methods)("of pure dephasing has N + 1 zeros and the others in closed form, by %s", (method) => {
    const [spins, rate, frequency] = [6, 1.3, 0.7];
    const model = spinModel({ spins, field: [0, 0, frequency], collective: { dephasing: rate } });
    const { eigenvalues, zeros } = spectrum(model, { method, count: 49 });
    expect(zeros).toEqual({ count: 7, conserved: "J_z" });
    expect(eigenvalues).toHaveLength(49);
    const expected: [number, number][] = [];
    for (let q = 0; q <= spins; q++)
      for (let k = q; k <= spins; k++) {
        const real = (-rate * q * q) / spins;
        expected.push([real, q * frequency]);
        if (q > 0) expected.push([real, -q * frequency]);
      }
    for (const [k, value] of eigenvalues.entries()) expect(distance(value, expected[k]!)).toBeLessThan(1e-10);
  });

  it("gives those near a place, both of a pair", () => {
    const model = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { decay: 1 } });
    const all = spectrum(model, { method: "dicke", count: 121 }).eigenvalues;
    const place: [number, number] = [0, 2.2];
    const near = [...all].filter(([, im]) => im >= 0).sort((a, b) => distance(a, place) - distance(b, place));
    for (const method of methods) {
      const { eigenvalues } = spectrum(model, { method, near: place, count: 6 });
      expect(eigenvalues).toHaveLength(6);
      for (const k of [0, 1, 2]) {
        expect(distance(eigenvalues[2 * k]!, near[k]!)).toBeLessThan(1e-8);
        expect(distance(eigenvalues[2 * k + 1]!, [near[k]![0], -near[k]![1]])).toBeLessThan(1e-8);
      }
    }
  });

  it.each([-1, 0, Number.NaN, 2, 1e-18])("refuses the tolerance %d by every road", (tolerance) => {
    const model = spinModel({ spins: 2, collective: { decay: 1 } });
    for (const method of ["auto", ...methods] as const)
      expect(() => spectrum(model, { method, tolerance })).toThrow(InputError);
  });

  it("answers with all there are, or refuses before the work", () => {
    const small = spinModel({ spins: 2, field: [0.3, 0, 0.2], collective: { decay: 1 } });
    expect(spectrum(small, { count: 1e9 }).eigenvalues).toHaveLength(9);
    const large = { ...small, spins: 100 };
    expect(() => spectrum(large, { method: "dicke", count: 1e9 })).toThrow(ResourceLimitError);
    const twisted = spinModel({ ...small, spins: 100_000, interaction: { zz: 0.5 } });
    expect(() => spectrum(twisted)).toThrow(ResourceLimitError);
  });

  it("has an answer for a hundred thousand spins, by elements around the fixed points", () => {
    const found = spectrum(spinModel({ spins: 100_000, field: [0.3, 0, 0.2], collective: { decay: 1 } }), { count: 5 });
    expect(found.method).toBe("fem");
    expect(found.functions).toBe("tangentPlane");
    expect(Math.max(...found.errorEstimate)).toBeLessThan(1e-8);
  });

  it("takes the one method that looks at an option", () => {
    const model = spinModel({ spins: 4, collective: { pump: 1, decay: 0.5 } });
    expect(spectrum(model, { band: 4 }).method).toBe("harmonic");
    // @ts-expect-error the compiler says so, too
    expect(() => spectrum(model, { band: 4, method: "dicke" })).toThrow(/"band" does not go with "method" dicke/);
  });
});

describe("random models", () => {
  const stream = createRandomStream(20, 0);
  const uniform = (count: number): Float64Array => {
    const values = new Float64Array(count);
    fillUniform(stream, values);
    return values;
  };

  function randomModel(ball: boolean): SpinModel {
    const [a, b, c, d, e, f, g, h, i, j] = uniform(10) as unknown as number[];
    const rate = (u: number): number => (u < 0.25 ? 0 : 10 ** (3 * u - 2));
    return spinModel({
      spins: 1 + Math.floor((ball ? 6 : 10) * a!),
      field: [2 * b! - 1, 2 * c! - 1, d! < 0.5 ? 0 : 2 * d! - 1],
      collective: { dephasing: rate(e!), pump: rate(f!), decay: rate(g!) },
      ...(ball ? { local: { dephasing: 0.01 + rate(h!), pump: rate(i!), decay: rate(j!) } } : {}),
    });
  }

  const answered = (model: SpinModel, method: (typeof methods)[number]): ChosenSpectrum | null => {
    try {
      return spectrum(model, { method, count: 8 });
    } catch (error) {
      if (error instanceof BlochfemError) return null;
      throw error;
    }
  };

  it.each(Array.from({ length: 24 }, (_, k) => [k, k % 3 === 2] as const))(
    "have one list by every road: %i",
    (_, ball) => {
      const model = randomModel(ball);
      const found = methods.flatMap((method) => answered(model, method) ?? []);
      expect(found.length).toBeGreaterThan(1);
      for (const one of found) {
        for (const other of found) {
          expect(one.eigenvalues).toHaveLength(other.eigenvalues.length);
          for (const [k, value] of one.eigenvalues.entries()) {
            const allowed = one.errorEstimate[k]! + other.errorEstimate[k]!;
            expect(distance(value, other.eigenvalues[k]!)).toBeLessThanOrEqual(allowed);
          }
        }
      }
    },
  );
});
