import * as errors from "../core/errors.ts";

/** A BlochfemError as plain data: copying to another thread turns every error into a bare Error of the same message. */
export interface PackedError {
  readonly className: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Outcome of a task, as a thread sends it. */
export type Answer<Result> = { readonly result: Result } | { readonly error: PackedError };

/** Wraps a task so that a BlochfemError comes out as an answer; any other error is thrown on. */
export function answering<Task, Result>(run: (task: Task) => Result): (task: Task) => Answer<Result> {
  return (task) => {
    try {
      return { result: run(task) };
    } catch (error) {
      if (!(error instanceof errors.BlochfemError)) throw error;
      return { error: packError(error) };
    }
  };
}

/** The result, or the error thrown with its own class. */
export function resultOf<Result>(answer: Answer<Result>): Result {
  if ("error" in answer) throw reviveError(answer.error);
  return answer.result;
}

/** Fields that cannot be copied (functions, say) become their text. */
export function packError(error: errors.BlochfemError): PackedError {
  const { message, stack, name } = error;
  const fields: Record<string, unknown> = {};
  // `name` is what the class was called when the error was made; stack and message are not enumerable.
  for (const [key, value] of Object.entries(error)) fields[key] = isCloneable(value) ? value : String(value);
  return { className: name, message, stack, fields };
}

/** The error with its class, message, stack and fields. A class that this thread does not know becomes BlochfemError. */
export function reviveError({ className, message, stack, fields }: PackedError): errors.BlochfemError {
  const known = (errors as Readonly<Record<string, unknown>>)[className];
  const ErrorClass = typeof known === "function" ? known : errors.BlochfemError;
  // A real Error, for debuggers and Error.isError, that then gets its class: constructors differ in their arguments.
  const error = new Error(message);
  Object.setPrototypeOf(error, ErrorClass.prototype);
  Object.assign(error, fields);
  if (stack !== undefined) error.stack = stack;
  return error as errors.BlochfemError;
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
