import { readFileSync } from "node:fs";
import { main } from "assemblyscript/asc";

/** Where the compiled kernel stands, as text. */
export const KERNEL_CODE = "src/linalg/direct/kernel/code.ts";

const root = new URL("..", import.meta.url);
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd"];

/** The contents of KERNEL_CODE that kernel/index.ts compiles to. */
export async function compileKernel(): Promise<string> {
  let binary: Uint8Array | null = null;
  const { error, stderr } = await main(["kernel/index.ts", "--outFile", "kernel.wasm", ...OPTIONS], {
    readFile: (name) => {
      try {
        return readFileSync(new URL(name, root), "utf8");
      } catch {
        // The compiler tries several places.
        return null;
      }
    },
    writeFile: (_, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === null) throw new Error(`${error}\n${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  const lines = base64.match(/.{1,110}/g)!.map((line) => `  "${line}",`);
  return `/** kernel/index.ts, compiled by \`npm run kernel\`: WebAssembly in base 64. */\nexport const code = [\n${lines.join("\n")}\n].join("");\n`;
}
