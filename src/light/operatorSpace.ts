import type { SparseMatrix } from "../linalg/sparse.ts";
import type { InitialState } from "../model/initialState.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import type { SpinModel } from "../model/spinModel.ts";

/**
 * What a road says of the operators on N spins, so that light can be computed from it: Hermitian ones by real numbers x, any other as a pair of them,
 * X = X_1 + i X_2. The generator keeps operators Hermitian, and so moves both of a pair by itself.
 */
export interface OperatorSpace {
  readonly spins: number;
  /** L of mass dx/dt = L x; the trace of what it gives is 0. */
  readonly generator: SparseMatrix;
  /** What entries of the generator are sums of the moduli of, where those are much larger than the entries: rounding is a share of them. */
  readonly sizes?: SparseMatrix;
  /** L of another model of so many spins, on the same unknowns: L is linear in all fields, interactions and rates. */
  readonly generatorOf: (model: SpinModel) => SparseMatrix;
  /** Null for the identity. */
  readonly mass: SparseMatrix | null;
  /** tr X = trace . (mass x), and that of any product below. */
  readonly trace: Float64Array;
  /** An unknown with a share in the trace, where the steady state is not small. */
  readonly pin: number;
  /** An initial state; null where the unknowns are too few for any but those near the steady state. */
  readonly start: ((initial: InitialState) => StartingOperator) | null;
  /** (l.J) X. */
  readonly multiplication: (l: ComplexVector) => Multiplication;
  /** (l.J) X (l.J)^+, which is Hermitian again; null where it is the product of the two multiplications. */
  readonly sandwich: ((l: ComplexVector) => SparseMatrix) | null;
}

/** An initial state. */
export interface StartingOperator {
  /** mass x. */
  readonly load: Float64Array;
  /** Trace norm of what rounding made of it on the way. */
  readonly error: number;
}

/**
 * (l.J) X = Y_1 + i Y_2 of a Hermitian X as matrices that take x to mass y_1 and mass y_2. From the right, X (l.J)^+ = Y_1 - i Y_2. With S_a the half of the
 * anticommutator of J_a and F_a = -i [J_a, .] they are Re l.S - Im l.F / 2 and Im l.S + Re l.F / 2.
 */
export interface Multiplication {
  readonly real: SparseMatrix;
  readonly imaginary: SparseMatrix;
}
