import { it } from "vitest";
import { generalModels } from "../reference/general.ts";
import { expectFollowed } from "./general.ts";

it.each(generalModels.filter(({ model }) => model.spins >= 40))("$name is followed in time", (reference) => {
  expectFollowed(reference);
});
