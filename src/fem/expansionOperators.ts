import type { Multiplication, OperatorSpace } from "../light/operatorSpace.ts";
import { type SparseMatrix, sparseFromTriplets } from "../linalg/sparse.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import type { SpinModel } from "../model/spinModel.ts";

/** The operators by their moments around a place, for each degree and width of the weight. */
export interface ExpandedOperators<Around extends string> {
  readonly around: Around;
  readonly operators: (degree: number, stretch: number) => OperatorSpace;
}

/** What an expansion of P by its moments has to say of operators. */
export interface ExpandedProducts {
  readonly model: SpinModel;
  readonly generatorOf: (model: SpinModel) => SparseMatrix;
  /** Of J_x, J_y, J_z from the left: what moments of a Hermitian operator make of the real and of the imaginary part of those of the product. */
  readonly products: readonly (readonly [real: SparseMatrix, imaginary: SparseMatrix])[];
}

/** The operators on N spins by their moments, of which the first is the trace. */
export function expansionOperators({ model, generatorOf, products }: ExpandedProducts): OperatorSpace {
  const generator = generatorOf(model);
  const trace = new Float64Array(generator.pattern.rows);
  trace[0] = 1;
  return {
    spins: model.spins,
    generator,
    generatorOf,
    mass: null,
    trace,
    pin: 0,
    start: null,
    multiplication: (l) => multiplicationBy(products, l),
    sandwich: null,
  };
}

/** The matrices of l.J from those of J_x, J_y, J_z: (p + i s).(R + i I) of l = p + i s. */
export function multiplicationBy(products: ExpandedProducts["products"], { re, im }: ComplexVector): Multiplication {
  const sum = (p: ComplexVector["re"], s: ComplexVector["im"], sign: 1 | -1): SparseMatrix =>
    combined(
      products.flatMap(
        ([real, imaginary], a) =>
          [
            [p[a]!, real],
            [sign * s[a]!, imaginary],
          ] as const,
      ),
    );
  return { real: sum(re, im, -1), imaginary: sum(im, re, 1) };
}

/** The sum of matrices times numbers. */
export function combined(parts: readonly (readonly [factor: number, matrix: SparseMatrix])[]): SparseMatrix {
  const [rows, columns, entries]: [number[], number[], number[]] = [[], [], []];
  const { rows: height, columns: width } = parts[0]![1].pattern;
  for (const [factor, { pattern, values }] of parts) {
    if (factor === 0) continue;
    for (let i = 0; i < height; i++) {
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
        rows.push(i);
        columns.push(pattern.columnIndices[k]!);
        entries.push(factor * values[k]!);
      }
    }
  }
  return sparseFromTriplets(height, width, rows, columns, entries);
}
