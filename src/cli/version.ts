import { readFileSync } from "node:fs";

/** package.json is two folders up from here, in the sources and in the files that are built of them. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
