import { describe, it } from "vitest";
import { exactModels } from "../../reference/exact.ts";
import { expectFollowed, isLong } from "./followed.ts";

const followed = exactModels.filter((entry) => entry.collectiveOnly && entry.evolution !== undefined);
describe.each(followed.filter(({ model }) => isLong(model)))("$name in time, from a delta", ({ model, evolution }) => {
  it("agrees with the quantum solution at default settings, within its own estimate", () => {
    expectFollowed(model, evolution!);
  });
});
