import { InputError } from "../../core/errors.ts";
import { MOST_JUMPS } from "../../explorer/hash.ts";
import { DEFAULT_STATE, type ExplorerProcesses, type ExplorerState } from "../../explorer/state.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { ComplexVector } from "../../model/operator/linearForm.ts";
import { NO_INTERACTION } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";

/** What the page shows of a model file, and what it leaves out, a sentence each. */
export interface ShownProblem {
  readonly state: ExplorerState;
  readonly notes: readonly string[];
}

/** @throws InputError for more jumps than the page has lines for */
export function explorerState({ model, initial, drive }: Problem): ShownProblem {
  const { spins, field, interaction = NO_INTERACTION } = model;
  const notes: string[] = [];
  if (drive !== undefined) notes.push("the page keeps what depends on time at its value at t = 0");
  const isCoherent = initial?.kind === "coherent";
  if (initial !== undefined && !isCoherent) {
    notes.push("the page starts with all spins along a direction, and not in the initial state of the file");
  }
  return {
    state: {
      ...DEFAULT_STATE,
      model: {
        spins,
        field,
        interaction: { ...interaction },
        collective: processes(model, "collective"),
        local: processes(model, "local"),
      },
      ...(isCoherent ? { start: [initial.direction[0], initial.direction[1], initial.direction[2]] } : {}),
    },
    notes,
  };
}

function processes(model: SpinModel, group: "collective" | "local"): ExplorerProcesses {
  const { dephasing, pump, decay, jumps = [] } = model[group];
  if (jumps.length > MOST_JUMPS) {
    throw new InputError({
      what: `the model has ${jumps.length} ${group} jumps, and the page has room for ${MOST_JUMPS}`,
      remedy: "leave out those of small rates, or join jumps of one operator",
      value: jumps.length,
      limit: MOST_JUMPS,
    });
  }
  const letter = group === "collective" ? "J" : "s";
  return {
    dephasing,
    pump,
    decay,
    jumps: jumps.map(({ rate, operator }) => ({ rate, operator: operatorText(operator, letter) })),
  };
}

/** "Jx + (0.6i)*Jy": the operator to the last bit. */
export function operatorText({ re, im }: ComplexVector, letter: "J" | "s"): string {
  const terms = (["x", "y", "z"] as const).flatMap((axis, k) => {
    const [real, imaginary] = [re[k]!, im[k]!];
    if (real === 0 && imaginary === 0) return [];
    if (real === 1 && imaginary === 0) return [`${letter}${axis}`];
    const sign = imaginary < 0 ? "-" : "+";
    const factor = imaginary === 0 ? `${real}` : real === 0 ? `${imaginary}i` : `${real}${sign}${Math.abs(imaginary)}i`;
    return [`(${factor})*${letter}${axis}`];
  });
  return terms.length === 0 ? `0*${letter}x` : terms.join(" + ");
}
