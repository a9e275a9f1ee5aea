import type { SpinModel } from "../model/spinModel.ts";
import { drivenStructures } from "./driven.ts";
import { generatorOf, type Hierarchy } from "./hierarchy.ts";
import { type ReducedStructure, type SolvedUnknowns, solveStructure } from "./reduced.ts";
import { isAxial, type TermSet, termsOf } from "./terms.ts";

/** What models with the same terms have in common. */
interface Prepared {
  readonly hierarchy: Hierarchy;
  readonly structureOf: (values: Float64Array) => ReducedStructure;
}

/**
 * Steady states in one band. The hierarchy is made once for all models with the same terms, and the elimination order once for those of them that
 * drive the same moments.
 *
 * @param assemble the hierarchy with some terms
 * @param turn turns unknowns and their errors about z by an angle
 */
export function solverInBand(
  assemble: (holds: TermSet) => Hierarchy,
  turn: (unknowns: Float64Array, errors: Float64Array, angle: number) => void,
): (model: SpinModel) => SolvedUnknowns {
  const known = new Map<string, Prepared>();
  const preparedFor = (holds: TermSet): Prepared => {
    const key = [...holds].join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const hierarchy = assemble(holds);
    const made = { hierarchy, structureOf: drivenStructures(hierarchy.pattern) };
    known.set(key, made);
    return made;
  };
  return (model) => {
    const holds = termsOf(model);
    const { hierarchy, structureOf } = preparedFor(holds);
    const [x, y, z] = model.field;
    // Where the field alone tells directions across z apart, fewer moments are driven with it turned to y = 0.
    const turns = y !== 0 && isAxial(holds);
    const turned: SpinModel = turns ? { ...model, field: [Math.hypot(x, y), 0, z] } : model;
    const generator = generatorOf(hierarchy, turned);
    const solved = solveStructure(model, structureOf(generator.values), generator);
    if (turns) turn(solved.unknowns, solved.errors, Math.atan2(y, x));
    return solved;
  };
}

/** Turns a shell of degree l, whose unknowns begin at `start`, about z: p_lm <- exp(i m angle) p_lm. Both parts then have the error of both. */
export function turnShell(unknowns: Float64Array, errors: Float64Array, start: number, l: number, angle: number): void {
  for (let m = 1; m <= l; m++) {
    const at = start + 2 * m - 1;
    const [cosine, sine] = [Math.cos(m * angle), Math.sin(m * angle)];
    const [real, imaginary] = [unknowns[at]!, unknowns[at + 1]!];
    unknowns[at] = cosine * real - sine * imaginary;
    unknowns[at + 1] = sine * real + cosine * imaginary;
    const size = Math.hypot(real, imaginary);
    errors[at] = errors[at + 1] = Math.hypot(errors[at]!, errors[at + 1]!) + (m + 2) * Number.EPSILON * size;
  }
}
