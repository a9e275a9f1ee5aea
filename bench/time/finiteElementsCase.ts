import { lagrangeTriangle } from "../../src/fem/sphere/element.ts";
import { functionSpace } from "../../src/fem/sphere/space.ts";
import { timeSystem } from "../../src/fem/sphere/timeSystem.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { type IntegrationState, implicitStepper } from "../../src/ode/implicit/stepper.ts";
import { type ImplicitScheme, implicitScheme } from "../../src/ode/implicit/tableaux.ts";

const schemeNames = ["euler", "sdirk2", "sdirk4"] as const satisfies readonly ImplicitScheme["name"][];

export interface TimeStepParameters {
  readonly model: SpinModel;
  readonly level: number;
  readonly degree: number;
  readonly step: number;
  /** Steps are taken for this long, after as long a warm-up. */
  readonly seconds: number;
}

export interface TimeStepFigures {
  readonly unknowns: number;
  /** Space, matrices, analysis, factorisation of the mass matrix, initial load. */
  readonly setUp: number;
  /** The first step: factorisation of mass - step x generator, and as every other. */
  readonly firstStep: number;
  readonly stepsPerSecond: Readonly<Record<(typeof schemeNames)[number], number>>;
}

/** Equal implicit steps from a delta along x, all with one factorisation. */
export function measure({ model, level, degree, step, seconds }: TimeStepParameters): TimeStepFigures {
  const started = performance.now();
  const space = functionSpace(icosphere(level), lagrangeTriangle(degree));
  const { system, load } = timeSystem(space, model, { kind: "coherent", direction: [1, 0, 0] }, null);
  const setUp = (performance.now() - started) / 1000;
  const steppers = schemeNames.map((name) => ({
    name,
    stepper: implicitStepper(system, { scheme: implicitScheme(name), fixedStep: step, tolerance: 1 }),
  }));
  let firstStep = 0;
  const rates = steppers.map(({ name, stepper }) => {
    let state: IntegrationState = { time: 0, load, step };
    const advance = (): number => {
      const before = performance.now();
      state = stepper.step(state, state.time + step).after;
      return (performance.now() - before) / 1000;
    };
    firstStep = advance();
    stepFor(seconds, advance);
    return [name, stepFor(seconds, advance)];
  });
  return { unknowns: space.unknowns, setUp, firstStep, stepsPerSecond: Object.fromEntries(rates) };
}

/** Steps a second. */
function stepFor(seconds: number, advance: () => number): number {
  let steps = 0;
  let spent = 0;
  do {
    spent += advance();
    steps++;
  } while (spent < seconds);
  return steps / spent;
}
