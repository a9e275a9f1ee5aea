import { readFileSync } from "node:fs";
import { main } from "assemblyscript/asc";

/** Where the compiled kernels stand, as text, by what they are compiled from. */
export const KERNEL_CODE = {
  "kernel/real.ts": "src/linalg/direct/kernel/code.ts",
  "kernel/complex.ts": "src/linalg/direct/kernel/complexCode.ts",
} as const;

export const KERNELS = Object.keys(KERNEL_CODE) as (keyof typeof KERNEL_CODE)[];

const root = new URL("..", import.meta.url);
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd"];

/** The text that a kernel compiles to. */
export async function compileKernel(source: keyof typeof KERNEL_CODE): Promise<string> {
  let binary: Uint8Array | null = null;
  const { error, stderr } = await main([source, "--outFile", "kernel.wasm", ...OPTIONS], {
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
  const name = /(\w+)\.ts$/.exec(KERNEL_CODE[source])![1];
  const lines = base64.match(/.{1,110}/g)!.map((line) => `  "${line}",`);
  return `/** ${source}, compiled by \`npm run kernel\`: WebAssembly in base 64. */\nexport const ${name} = [\n${lines.join("\n")}\n].join("");\n`;
}
