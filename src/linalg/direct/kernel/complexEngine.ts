import { once } from "../../../core/once.ts";
import { complexCode } from "./complexCode.ts";
import { type Kernel, loadKernel } from "./engine.ts";

/** The kernel for complex matrices. A page that has none of them leaves it out. */
export const complexKernel = once((): Kernel | null => loadKernel(complexCode, 2));
