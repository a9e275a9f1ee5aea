import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHash, writeHash } from "../../src/explorer/hash.ts";
import { DEFAULT_STATE, type ExplorerState, LAYERS, SHOWN_FUNCTIONS, type Vector } from "../../src/explorer/state.ts";

const SEED = 20_261;

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const vector = fc.tuple(finite, finite, finite) as fc.Arbitrary<Vector>;
const direction = vector.filter((values) => Math.hypot(...values) > 0);
const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
const jump = fc.record({ rate: finite, operator: fc.string({ unit: "grapheme", maxLength: 30 }) }).map((one) => ({
  ...one,
  // Where a text holds these they are read as blanks.
  operator: one.operator.replaceAll("_", ""),
}));
const processes = fc.record({
  dephasing: finite,
  pump: finite,
  decay: finite,
  jumps: fc.array(jump, { maxLength: 8 }),
});
const states: fc.Arbitrary<ExplorerState> = fc.record({
  model: fc.record({
    spins: finite,
    field: vector,
    interaction: fc.record({ xx: finite, yy: finite, zz: finite, xy: finite, xz: finite, yz: finite }),
    collective: processes,
    local: processes,
  }),
  shown: fc.constantFrom(...SHOWN_FUNCTIONS),
  layers: fc.record({
    contours: fc.boolean(),
    flow: fc.boolean(),
    fixedPoints: fc.boolean(),
    region: fc.boolean(),
    farSide: fc.boolean(),
  }),
  start: direction,
  until: positive,
  time: fc.option(fc.double({ min: 0, max: 1e300, noNaN: true }).map((value) => value + 0)),
  axis: direction,
  view: fc.record({ azimuth: finite, elevation: finite, zoom: positive }),
  theme: fc.constantFrom(null, "light" as const, "dark" as const),
});

describe("the hash of the address", () => {
  it("gives back every state to the last bit", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(readHash(writeHash(state))).toEqual({ state, refusals: [] });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it("is short and legible where little is other than by default", () => {
    expect(writeHash(DEFAULT_STATE)).toBe("#N=40");
    const state: ExplorerState = {
      ...DEFAULT_STATE,
      model: {
        ...DEFAULT_STATE.model,
        spins: 12,
        field: [0.8, 0, 0],
        collective: { dephasing: 0.1, pump: 1, decay: 0, jumps: [{ rate: 0.25, operator: "Jx + 0.6i*Jy" }] },
      },
      shown: "Q",
      layers: { ...DEFAULT_STATE.layers, flow: false },
      time: 2.5,
    };
    expect(writeHash(state)).toBe(
      "#N=12&B=0.8,0,0&collective=0.1,1,0&collectiveJump=0.25:Jx_%2B_0.6i*Jy&show=Q&t=2.5&hide=flow",
    );
  });

  it("never throws, and says of every text what it leaves out", () => {
    const keys = ["N", "B", "chi", "collective", "collectiveJump", "show", "start", "t", "view", "hide", "theme", "x"];
    const part = fc.tuple(fc.constantFrom(...keys), fc.string({ unit: "binary", maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const { state, refusals } = readHash(`#${parts.map(([key, value]) => `${key}=${value}`).join("&")}`);
        expect(LAYERS.every((layer) => typeof state.layers[layer] === "boolean")).toBe(true);
        // What was taken is the same when it is read again.
        expect(readHash(writeHash(state))).toEqual({ state, refusals: [] });
        expect(refusals.every(({ what, remedy }) => what.length > 10 && remedy !== "")).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it.each([
    ["#N=forty", "which is no number"],
    ["#N=1e999", "which is no number"],
    ["#N=0x10", "which is no number"],
    ["#N=40&N=50", "more than once"],
    ["#B=1,2", "which is not 3 numbers with commas between them"],
    ["#B=1,,2", "which is not 3 numbers with commas between them"],
    ["#chi=1,2,3", "which is not 6 numbers with commas between them"],
    ["#collectiveJump=Jx", "which is not rate:operator, such as 0.3:Jx"],
    [`#${Array.from({ length: 9 }, () => "localJump=1:sx").join("&")}`, "9 jumps, more than 8"],
    ["#show=W", "which is none of P, Q, witness"],
    ["#start=0,0,0", "which is no direction"],
    ["#until=0", "which is not above 0"],
    ["#t=-1", "which is no time"],
    ["#view=0,0,-1", "which is not above 0"],
    ["#hide=contours,sky", 'of which "sky" is none of contours, flow, fixedPoints, region, farSide'],
    ["#pump=3", "which the explorer does not know"],
    ["#N=%zz", "whose % signs are no characters"],
    [`#N=${"4".repeat(16_000)}`, "more than 16000"],
  ])("refuses %s politely", (hash, why) => {
    const { state, refusals } = readHash(hash);
    expect(state).toEqual(DEFAULT_STATE);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]!.what).toContain(why);
    expect(refusals[0]!.what.length).toBeLessThan(200);
  });

  it("takes what is right beside what is not", () => {
    const { state, refusals } = readHash("#N=7&B=1,2&theme=dark");
    expect([state.model.spins, state.model.field, state.theme]).toEqual([7, [0.5, 0, 0], "dark"]);
    expect(refusals).toHaveLength(1);
  });
});
