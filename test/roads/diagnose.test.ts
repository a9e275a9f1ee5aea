import { describe, expect, it } from "vitest";
import { diagnose, spinModel, steady } from "../../src/index.ts";
import { verifyAgainst } from "../../src/roads/diagnose/verify.ts";

const driven = (spins: number, dephasing: number) =>
  spinModel({ spins, field: [0.5, 0, 0], collective: { decay: 1, dephasing } });

describe("diagnose", () => {
  it("says of decay alone where it is not parabolic, that P is negative, and that the state is entangled", () => {
    const { parabolicity, negativity, certificate, entanglement, notes } = diagnose(driven(4, 0), { certify: true });
    expect(parabolicity).toMatchObject({
      domain: "sphere",
      parabolic: false,
      minimumEigenvalue: -0.5,
      areaFraction: 0.5,
      volumeFraction: null,
      requiredDephasing: 0.5,
      requiredIsotropic: 0.25,
    });
    // One circle, the equator: the pole is where the other would be.
    expect(parabolicity.regions).toHaveLength(1);
    expect(negativity!.inBand).toBeGreaterThan(1);
    expect(negativity!.inBand! + negativity!.numerical!).toBeCloseTo(negativity!.negativeMass, 14);
    expect(certificate).toMatchObject({ outcome: "entangled" });
    // Least eigenvalue of the moment matrix by another program, to its nine digits.
    expect(certificate!.leastEigenvalue! / -0.946980263).toBeCloseTo(1, 8);
    expect(entanglement!.detects).toBe(true);
    expect(notes).toEqual([]);
    expect(verifyAgainst(driven(4, 0), certificate!)).toMatchObject({ valid: true });
    expect(verifyAgainst(driven(4, 0.4), certificate!)).toMatchObject({ valid: false });
  });

  it("proves by the parabolic argument what a witness never contradicts, of the steady state alone", () => {
    const model = driven(6, 0.5);
    const { certificate, entanglement, parabolicity } = diagnose(model, { certify: true });
    expect(parabolicity.parabolic).toBe(true);
    expect(certificate).toMatchObject({ outcome: "classical", proof: "parabolic" });
    expect(entanglement!.detects).toBe(false);
    expect(verifyAgainst(model, certificate!)).toMatchObject({ valid: true });
    // Of a state that is no steady state the equation says nothing.
    const dicke = { dicke: { m: 1 } } as const;
    expect(diagnose(model, { certify: true, initial: dicke }).certificate).toMatchObject({ outcome: "entangled" });
    expect(verifyAgainst(model, certificate!, { initial: { kind: "dicke", m: 1, j: 3 } })).toMatchObject({
      valid: false,
    });
  });

  it("takes all that is negative in a P by elements for error where the equation is parabolic", () => {
    const model = spinModel({ spins: 8, field: [0.8, 0, 0], collective: { dephasing: 1, pump: 0.5, decay: 0.5 } });
    const { negativity } = diagnose(steady(model, { method: "fem" }));
    expect(negativity).toMatchObject({ gauge: "mesh", inBand: 0 });
    expect(negativity!.numerical).toBe(negativity!.negativeMass);
  });

  it("judges P of elements in a band by its harmonics, as that of any other road", () => {
    const model = driven(4, 0);
    const byElements = diagnose(steady(model, { method: "fem" })).negativity!;
    const byDensity = diagnose(model).negativity!;
    expect(byElements.band).toBe(4);
    expect(Math.abs(byElements.negativeMass - byDensity.negativeMass)).toBeLessThan(
      byElements.numerical! + byDensity.numerical!,
    );
    expect(byElements.minimum).toBeCloseTo(byDensity.minimum, 6);
  });

  it("names the share 1 and no cure in the ball, and what proves entanglement there", () => {
    const { parabolicity, negativity, entanglement, notes } = diagnose(
      spinModel({ spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.05 } }),
    );
    expect(parabolicity).toMatchObject({
      domain: "ball",
      parabolic: false,
      volumeFraction: 1,
      requiredDephasing: null,
      requiredIsotropic: null,
    });
    expect(parabolicity.minimumEigenvalue).toBeCloseTo(-0.5, 6);
    expect(negativity).toBeNull();
    expect(notes.join()).toMatch(/in the ball/);
    const cuts = entanglement!.negativity!.map(({ leastEigenvalue }) => leastEigenvalue);
    expect(Math.min(...cuts)).toBeCloseTo(-0.034014, 6);
  });

  it("follows an evolution to where proved entanglement begins", () => {
    const { course } = diagnose(driven(4, 0), { initial: { coherent: [0, 0, 1] }, to: 6, every: 1 });
    expect(course!.points.map(({ time }) => time)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(course!.points[0]).toMatchObject({ entangled: false });
    expect(course!.points.at(-1)).toMatchObject({ entangled: true });
    expect(course!.events.at(-1)!.kind).toBe("appears");
  });

  it("follows one in the ball by partial transposes, and sees entanglement go", () => {
    const model = spinModel({ spins: 4, local: { decay: 1, pump: 1 } });
    const { course } = diagnose(model, { initial: { dicke: { m: 1, j: 2 } }, to: 2, every: 1 });
    expect(course!.points[0]).toMatchObject({ leastEigenvalue: null, entangled: true });
    expect(course!.events).toEqual([{ kind: "disappears", between: [expect.any(Number), expect.any(Number)] }]);
  });

  it("has the exact end of parabolicity over two parameters", () => {
    const scan = [
      { parameter: "collective.pump", values: [0, 0.25, 1] },
      { parameter: "collective.dephasing", values: [0, 0.1, 0.6] },
    ] as const;
    const found = diagnose(driven(4, 0), { scan }).scan!;
    expect(found.parabolic).toEqual([
      [false, false, true],
      [false, false, true],
      [true, true, true],
    ]);
    expect(found.curves.parabolic.map(([pump]) => pump)).toEqual([0, 0.25]);
    // (1 - sqrt k_+)^2 / 2.
    expect(found.curves.parabolic[0]![1]).toBeCloseTo(0.5, 11);
    expect(found.curves.parabolic[1]![1]).toBeCloseTo(0.125, 11);
    expect(() => diagnose(driven(4, 0), { scan: [{ parameter: "spins", values: [2, 4] }, scan[1]] })).toThrow(
      /does not depend on it/,
    );
  });

  it("advises by the words of the errors, and says why there is no steady state", () => {
    const { advice, notes, negativity } = diagnose(spinModel({ spins: 4, collective: { dephasing: 1 } }));
    expect(negativity).toBeNull();
    expect(notes.join()).toMatch(/J_z is conserved/);
    expect(advice.text).toMatch(/the steady state is not unique: J_z is conserved/);
    const shut = diagnose(driven(4, 0)).advice.roads.find(({ method }) => method === "sde")!;
    expect(shut.refusal).toMatch(/no stochastic process has this equation/);
  });

  it("has answers at any N, where a steady state is too much to ask for", () => {
    const { state, parabolicity, notes } = diagnose(driven(1_000_000, 0.4));
    expect(state).toBeNull();
    expect(parabolicity.parabolic).toBe(false);
    expect(notes.join()).toMatch(/above the limit of 0\.35 s.*to have it by fem raise the limit on seconds to 3/);
    expect(diagnose(driven(1_000_000, 0.4), { limits: { seconds: 3 } }).state!.source).toBe("the steady state by fem");
  });

  it("advises of the functions in which elements do seek P", () => {
    expect(diagnose(driven(12, 0.1)).advice).toMatchObject({
      band: 12,
      text: expect.stringMatching(/harmonics l <= 12 alone/),
    });
    const many = diagnose(driven(1_000_000, 0.1)).advice;
    expect(many.band).toBeNull();
    expect(many.text).toMatch(/fem seeks P among functions around an axis alone/);
  });

  it("judges a state of elements with more moments than can be had without computing them", () => {
    const many = steady(driven(1_000_000, 0.4), { method: "fem" });
    const { certificate, notes } = diagnose(many, { certify: true });
    expect(() => many.husimi([[0, 0, 1]])).toThrow(/depends on \d+ multipoles, above the limit 1000000/);
    expect(certificate).toBeNull();
    expect(notes.join()).toMatch(/moments of P are not known, or are too many/);
    const kept = diagnose(steady(driven(1_000_000, 1), { method: "fem" }), { certify: true });
    expect(kept.certificate).toMatchObject({ outcome: "classical", proof: "parabolic" });
  });

  it("keeps three things apart in the ball, and verifies each", () => {
    const lossy = (field: number) =>
      spinModel({ spins: 4, field: [field, 0, 0], collective: { decay: 1 }, local: { decay: 0.05 } });
    for (const [field, outcome] of [
      [0.5, "entangled"],
      [1.5, "not-identical-product"],
    ] as const) {
      const { certificate } = diagnose(lossy(field), { certify: true });
      expect(certificate).toMatchObject({ outcome });
      expect(verifyAgainst(lossy(field), certificate!)).toMatchObject({ valid: true });
      expect(verifyAgainst(lossy(field + 0.1), certificate!)).toMatchObject({ valid: false });
    }
    const parabolic = spinModel({ spins: 4, field: [0.5, 0, 0], collective: { dephasing: 1 }, local: { decay: 0.1 } });
    const { certificate } = diagnose(parabolic, { certify: true });
    expect(certificate).toMatchObject({ outcome: "classical", proof: "parabolic" });
    expect(verifyAgainst(parabolic, certificate!)).toMatchObject({ valid: true });
    expect(verifyAgainst(lossy(0.5), certificate!)).toMatchObject({ valid: false });
  });

  it("bounds what no gauge removes", () => {
    // Least negative mass by another program: .2480298 to .2480301, and none.
    const [lower, upper] = diagnose(driven(4, 0), { certify: true }).negativity!.inEveryGauge!;
    expect(lower).toBeGreaterThan(0.24802);
    expect(lower).toBeLessThan(0.2480302);
    expect(upper).toBeGreaterThan(0.2480297);
    expect(upper).toBeLessThan(0.24804);
    expect(diagnose(driven(4, 0.5), { certify: true }).negativity!.inEveryGauge).toEqual([0, 0]);
  });

  it("refuses what does not go together", () => {
    const model = driven(4, 0);
    expect(() => diagnose(model, { to: 1, every: 0.5 })).toThrow(/needs "initial"/);
    expect(() => diagnose(model, { initial: { coherent: [0, 0, 1] }, to: 1 })).toThrow(/needs "every"/);
    const state = steady(model, { method: "dicke" });
    expect(() => diagnose(state, { initial: { coherent: [0, 0, 1] } })).toThrow(/names another one/);
    expect(() => diagnose(model, { initial: { coherent: [0, 0, 2] } })).toThrow(/coherent/);
  });

  it("refuses what is no state and no density, each with what is wrong", () => {
    const model = driven(2, 0);
    // |u|^2 = tr rho^2 = 1/3 + 4, and one that is not normalised.
    for (const [first, other, said] of [
      [1 / Math.sqrt(3), 2, /no state/],
      [0.9, 0, /not normalised/],
      [1 / Math.sqrt(3), Number.NaN, /NaN/],
    ] as const) {
      const unknowns = Float64Array.of(first, other, 0, 0, 0, 0, 0, 0, 0);
      const initial = { kind: "moments", domain: "sphere", spins: 2, band: 2, unknowns, error: 0 } as const;
      expect(() => diagnose(model, { initial })).toThrow(said);
    }
    const parabolic = spinModel({ spins: 4, field: [0.8, 0, 0], collective: { dephasing: 1, pump: 0.5, decay: 0.5 } });
    const state = steady(parabolic, { method: "fem" });
    const withValues = (values: Float64Array) => ({ ...state, density: { ...state.density!, values } });
    const { values } = state.density!;
    expect(() => diagnose(withValues(values.map((value) => 2 * value)))).toThrow(/not normalised/);
    expect(() => diagnose(withValues(values.with(3, Number.NaN)))).toThrow(/NaN/);
    expect(() => diagnose(withValues(values.slice(1)))).toThrow(/another mesh/);
  });
});
