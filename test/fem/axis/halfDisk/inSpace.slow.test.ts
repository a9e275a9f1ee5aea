import { it } from "vitest";
import { expectSameInSpace } from "./inSpace.ts";

it("the weak form beside the axis is that in space: N = 10", () => expectSameInSpace(10));
