import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pngRenderer } from "../../src/cli/files/png.ts";
import { svgThemes } from "../../src/plot/theme.ts";
import { endOfEntanglement } from "./endOfEntanglement.ts";
import type { Figure } from "./figure.ts";
import { meanFieldFlows } from "./meanFieldFlows.ts";
import { steadyDensity } from "./steadyDensity.ts";
import { trajectoryMeans } from "./trajectoryMeans.ts";

// The figures of the paper as SVG and PNG, light and dark, with a table of numbers for each: npm run figures
const folder = new URL("out/", import.meta.url);
const figures: readonly (() => Figure | Promise<Figure>)[] = [
  meanFieldFlows,
  trajectoryMeans,
  steadyDensity,
  endOfEntanglement,
];

const renderPng = await pngRenderer();
mkdirSync(folder, { recursive: true });
for (const compute of figures) {
  const { name, draw, table } = await compute();
  for (const theme of svgThemes) {
    const svg = draw(theme);
    writeFileSync(new URL(`${name}-${theme.name}.svg`, folder), svg);
    writeFileSync(new URL(`${name}-${theme.name}.png`, folder), renderPng(svg));
  }
  writeFileSync(new URL(`${name}.txt`, folder), `${table.join("\n")}\n`);
  console.log(`${table.join("\n")}\n`);
}
console.log(`Drawn in ${fileURLToPath(folder)}`);
