import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileKernel, KERNEL_CODE } from "./compileKernel.ts";

/* `npm run kernel`: compiles kernel/ anew. What it writes is committed, so that nothing else needs the compiler. */

const path = fileURLToPath(new URL(`../${KERNEL_CODE}`, import.meta.url));
const text = await compileKernel();
const changed = readFileSync(path, "utf8") !== text;
if (changed) writeFileSync(path, text);
console.log(`${KERNEL_CODE}: ${changed ? "written" : "as it was"}`);
