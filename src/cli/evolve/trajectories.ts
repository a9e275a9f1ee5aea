import { InputError } from "../../core/errors.ts";
import type { Prepared } from "./input.ts";
import type { RoadFacts } from "./report.ts";
import type { RoadHooks } from "./roads.ts";

export async function evolveTrajectoriesRoad(_prepared: Prepared, _hooks: RoadHooks): Promise<RoadFacts> {
  throw new InputError({ what: "waiting", remedy: "wait" });
}
