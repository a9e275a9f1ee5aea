import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileKernel, KERNEL_CODE, KERNELS } from "./compileKernel.ts";

/* `npm run kernel`: compiles kernel/ anew. What it writes is committed, so that nothing else needs the compiler. */

for (const source of KERNELS) {
  const code = KERNEL_CODE[source];
  const path = fileURLToPath(new URL(`../${code}`, import.meta.url));
  const text = await compileKernel(source);
  const changed = !existsSync(path) || readFileSync(path, "utf8") !== text;
  if (changed) writeFileSync(path, text);
  console.log(`${code}: ${changed ? "written" : "as it was"}`);
}
