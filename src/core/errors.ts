/**
 * Every failure of the library is one of these classes. The message reads "what is wrong (value, limit); remedy", and the
 * parts are also there as fields, so that a program can react without parsing text.
 */
export interface ErrorParts {
  /** What is wrong, with the value that was found and the limit it breaks. */
  readonly what: string;
  /** What the reader can do about it. */
  readonly remedy: string;
  readonly value?: unknown;
  readonly limit?: unknown;
}

export class BlochfemError extends Error {
  // Written out in every class, since bundlers shorten names of classes, and people read these.
  override readonly name: string = "BlochfemError";
  readonly what: string;
  readonly remedy: string;
  readonly value: unknown;
  readonly limit: unknown;

  constructor(parts: ErrorParts) {
    super(`${parts.what}; ${parts.remedy}`);
    this.what = parts.what;
    this.remedy = parts.remedy;
    this.value = parts.value;
    this.limit = parts.limit;
  }
}

/** An argument, a model or an option is outside what is allowed. The caller can mend it. */
export class InputError extends BlochfemError {
  override readonly name: string = "InputError";
}

/** Text in a file is wrong. `line` and `column` count from 1. */
export class FileFormatError extends InputError {
  override readonly name: string = "FileFormatError";
  readonly path: string;
  readonly line: number;
  readonly column: number;

  constructor(path: string, line: number, column: number, parts: ErrorParts) {
    super({ ...parts, what: `${path}:${line}:${column}: ${parts.what}` });
    this.path = path;
    this.line = line;
    this.column = column;
  }
}

/** A mesh is not what the operation needs: wrong orientation, a hole, a hanging node, points off the sphere. */
export class MeshError extends InputError {
  override readonly name: string = "MeshError";
}

/** The steady state is not unique: the named quantity is conserved. */
export class NotUniqueError extends BlochfemError {
  override readonly name: string = "NotUniqueError";
}

/** The diffusion matrix has a negative eigenvalue, and the method asked for needs it positive semidefinite. */
export class NotParabolicError extends BlochfemError {
  override readonly name: string = "NotParabolicError";
}

/** A matrix is singular to working precision; `value` is the magnitude of the offending pivot. */
export class SingularMatrixError extends BlochfemError {
  override readonly name: string = "SingularMatrixError";
}

/** A solver stopped before its tolerance was met; `value` is what was reached, `limit` the tolerance. */
export class ConvergenceError extends BlochfemError {
  override readonly name: string = "ConvergenceError";
}

/**
 * An answer was found whose error estimate, `value`, is above the tolerance, `limit`. What the remedy says about the tolerance or the
 * question helps whichever method is taken.
 */
export class ToleranceError extends ConvergenceError {
  override readonly name: string = "ToleranceError";
}

/** The problem needs more memory or unknowns than the stated limit; `value` is the estimate. */
export class ResourceLimitError extends BlochfemError {
  override readonly name: string = "ResourceLimitError";
}

/** The caller's signal stopped the work; what was given before stays true, and pulling on goes on from there. */
export class AbortedError extends BlochfemError {
  override readonly name: string = "AbortedError";
}
