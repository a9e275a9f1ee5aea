import { readdirSync, readFileSync } from "node:fs";

/** Model files that come with the program: two folders up from here, in the sources and in the files that are built of them. */
const folder = new URL("../../examples/", import.meta.url);
const ending = ".yaml";

/** Names without their ending. */
export const exampleNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();

export const exampleText = (name: string): string => readFileSync(new URL(`${name}${ending}`, folder), "utf8");
