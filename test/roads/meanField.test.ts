import { InputError, type MeanFieldOptions, meanField, spinModel } from "blochfem";
import { describe, expect, it } from "vitest";

const driven = (field: number) => spinModel({ spins: 40, field: [field, 0, 0], collective: { dephasing: 1, pump: 1 } });

describe("meanField", () => {
  it("has fixed points with stability and width, and nothing that was not asked for", () => {
    const found = meanField(driven(0.5));
    expect(Object.keys(found)).toEqual(["model", "domain", "phase", "fixedPoints", "continuum"]);
    expect(found).toMatchObject({ domain: "sphere", phase: { label: "stable" }, continuum: null });
    // k_+ = 1: y = -B_x, z = +-sqrt(1 - B_x^2); the limit of N Var(x) is 2/sqrt(3) - 1.
    const [stable, unstable] = found.fixedPoints;
    expect(stable!.position[1]).toBeCloseTo(-0.5, 12);
    expect(stable!.position[2]).toBeCloseTo(Math.sqrt(0.75), 12);
    expect(40 * stable!.noise!.covariance[0]!).toBeCloseTo(2 / Math.sqrt(3) - 1, 12);
    expect(unstable!.noise).toBeNull();
  });

  it("follows a path, whose time goes by at the grid that is asked for", () => {
    // Without rates a point turns about the field: (cos B t, 0, -sin B t) rotates about y.
    const turning = spinModel({ spins: 2, field: [0, 2, 0] });
    const { path } = meanField(turning, { from: [1, 0, 0], to: 1, every: 0.4 });
    expect(path!.times).toEqual([0, 0.4, 0.8, 1]);
    path!.positions.forEach(([x, y, z], k) => {
      const angle = 2 * path!.times[k]!;
      expect(x).toBeCloseTo(Math.cos(angle), 7);
      expect(y).toBeCloseTo(0, 12);
      expect(z).toBeCloseTo(-Math.sin(angle), 7);
    });
  });

  it("scans two parameters by the names that people write", () => {
    const axes = [
      { parameter: "field.x", values: [0.25, 1.25] },
      { parameter: "collective.pump", values: [0.5, 1, 2] },
    ] as const;
    const found = meanField(driven(0.5), { scan: axes });
    expect(found.scan!.axes).toEqual(axes);
    // Stable while the field is below the pull.
    expect(found.scan!.labels).toEqual([
      ["stable", "stable", "stable"],
      ["closedOrbits", "closedOrbits", "stable"],
    ]);
    expect(JSON.parse(JSON.stringify(found.scan))).toEqual(found.scan);
  });

  const axis = { parameter: "field.x", values: [0, 1] };
  it.each<[string, MeanFieldOptions, RegExp]>([
    ["a path without end", { from: [1, 0, 0], every: 1 }, /a path needs "to"; give "from", "to" and "every" together/],
    ["a path without steps", { from: [1, 0, 0], to: 1 }, /a path needs "every"/],
    ["a path from nowhere", { to: 1, every: 1 }, /a path needs "from"/],
    ["a path back in time", { from: [1, 0, 0], to: -1, every: 1 }, /"to" is -1, not above 0/],
    ["a path off the sphere", { from: [2, 0, 0], to: 1, every: 1 }, /\|r\| = 2/],
    ["one axis", { scan: [axis] as never }, /"scan" has 1 parameter, not two/],
    [
      "one axis twice",
      { scan: [axis, { parameter: "field.0", values: [1] }] },
      /both parameters of "scan" are field\.x/,
    ],
    [
      "a name that is none",
      { scan: [axis, { parameter: "field.w", values: [1] }] },
      /"field\.w".*did you mean field\.x/,
    ],
    ["the number of spins", { scan: [axis, { parameter: "spins", values: [1] }] }, /limit of many spins/],
    ["a rate below 0", { scan: [axis, { parameter: "local.pump", values: [-1] }] }, /local\.pump is -1, below 0/],
    ["no values", { scan: [axis, { parameter: "field.y", values: [] }] }, /0 values/],
    [
      "more phases than it has room for",
      { scan: [axis, { parameter: "field.y", values: new Array<number>(200_000).fill(0) }] },
      /400000 phases, above 250000/,
    ],
  ])("refuses %s", (_, options, message) => {
    expect(() => meanField(driven(0.5), options)).toThrow(InputError);
    expect(() => meanField(driven(0.5), options)).toThrow(message);
  });
});
