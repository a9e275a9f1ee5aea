import { expect } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";

/** What `spinModel` says of an input that it refuses. */
export const messageOf = (input: unknown): string => {
  try {
    spinModel(input as SpinModelInput);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("accepted");
};
