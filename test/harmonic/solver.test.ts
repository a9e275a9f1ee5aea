import { describe, expect, it } from "vitest";
import { InputError, NotUniqueError } from "../../src/core/errors.ts";
import { ballHarmonicSolver, steadyBall } from "../../src/harmonic/ball/steady.ts";
import { harmonicSolver, steadyHarmonics } from "../../src/harmonic/sphere/steady.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";

const rates = (dephasing: number, pump: number, decay: number) => ({ dephasing, pump, decay });

/** Models with and without the mirror y -> -y, the rotation about z, and a source; rates that vanish, and entries that cancel. */
const onSphere = (spins: number): SpinModel[] => [
  spinModel({ spins, field: [0.5, 0, 0], collective: rates(1, 1, 0) }),
  spinModel({ spins, field: [0.3, -0.7, 0.2], collective: rates(0.1, 0, 1) }),
  spinModel({ spins, field: [0, 0, 1], collective: rates(0, 0.5, 1) }),
  spinModel({ spins, field: [0.5, 0, 0], collective: rates(1, 1, 1) }),
  spinModel({ spins, field: [0, 0, 0], collective: rates(1, 0.5, 0.5) }),
];

const inBall = (spins: number): SpinModel[] => [
  spinModel({ spins, field: [0.5, 0, 0], local: rates(1, 1, 0) }),
  spinModel({ spins, field: [0.5, 0, 0], local: rates(1, 0.6, 0.4) }),
  spinModel({ spins, field: [0, 0, 1], local: rates(0, 0.5, 1), collective: rates(0, 0, 1) }),
  spinModel({ spins, field: [0.3, -0.7, 0.2], local: rates(0.4, 0.3, 0.2), collective: rates(1, 0.3, 0) }),
  spinModel({ spins, field: [0.3, 0, 0.2], local: rates(0, 1, 1) }),
  spinModel({ spins, field: [0.2, 0.1, 0], local: rates(0.1, 0.2, 0.3) }),
];

/** Every model twice, in an order in which each structure is met again after others. */
const there = <Item>(items: readonly Item[]): Item[] => [...items, ...items.toReversed()];

describe("a harmonic solver", () => {
  it.each([
    ["the whole band", 16, { band: 16 }],
    ["a lower band", 30, { band: 12 }],
    ["a band chosen for each model", 70, { tolerance: 1e-3 }],
  ] as const)("answers on the sphere as if it were new, to the last bit: %s", (_, spins, options) => {
    const solver = harmonicSolver(spins, options);
    for (const model of there(onSphere(spins))) expect(solver.steady(model)).toEqual(steadyHarmonics(model, options));
  });

  it.each([
    ["the whole band", 8, { band: 8 }],
    ["a lower band", 20, { band: 9 }],
    ["a band chosen for each model", 20, { tolerance: 1e-3 }],
  ] as const)("answers in the ball as if it were new, to the last bit: %s", (_, spins, options) => {
    const solver = ballHarmonicSolver(spins, options);
    for (const model of there(inBall(spins))) expect(solver.steady(model)).toEqual(steadyBall(model, options));
  });

  it("refuses another N, and a model without one steady state, and goes on", () => {
    const solver = harmonicSolver(16, { band: 16 });
    const [first] = onSphere(16);
    expect(() => solver.steady(onSphere(15)[0]!)).toThrow(InputError);
    expect(() => solver.steady(inBall(16)[0]!)).toThrow(InputError);
    expect(() => solver.steady(spinModel({ spins: 16, field: [0, 0, 1], collective: rates(1, 0, 0) }))).toThrow(
      NotUniqueError,
    );
    expect(solver.steady(first!)).toEqual(steadyHarmonics(first!, { band: 16 }));
  });

  it("refuses in the ball another N, and a model without local rates", () => {
    const solver = ballHarmonicSolver(8, { band: 8 });
    expect(() => solver.steady(inBall(9)[0]!)).toThrow(InputError);
    expect(() => solver.steady(onSphere(8)[0]!)).toThrow(NotUniqueError);
  });
});
