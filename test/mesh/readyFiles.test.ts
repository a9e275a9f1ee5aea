import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { readyFiles } from "../../meshes/catalogue.ts";
import { readText } from "./catalogue.ts";

it.each(readyFiles())("meshes/$file is what the script makes", ({ file, text }) => {
  // Comparing lines shows the first that differs; a quarter of a megabyte in one message would not.
  const found = readText(`../../meshes/${file}`).split("\n");
  const made = text.split("\n");
  const line = made.findIndex((content, k) => content !== found[k]);
  expect({ line: line + 1, content: found[line] }).toEqual({ line: line + 1, content: made[line] });
  expect(found.length).toBe(made.length);
});

it("the folder has no other mesh", () => {
  const present = readdirSync(new URL("../../meshes", import.meta.url)).filter((file) => file.endsWith(".msh"));
  const made = readyFiles()
    .map(({ file }) => file)
    .filter((file) => file.endsWith(".msh"));
  expect(present.sort()).toEqual(made.sort());
});
