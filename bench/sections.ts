import { ballSection } from "./ball/section.ts";
import { largeNSection } from "./largeN/section.ts";
import type { Section } from "./section.ts";
import { solverSection } from "./solver/section.ts";
import { sphereSection } from "./sphere/section.ts";
import { timeSection } from "./time/section.ts";

/** In the order in which they run. */
export const sections: readonly Section[] = [sphereSection, solverSection, largeNSection, timeSection, ballSection];
