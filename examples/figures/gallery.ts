import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svgThemes } from "../../src/plot/theme.ts";
import { cover } from "./cover.ts";
import { endOfEntanglement } from "./endOfEntanglement.ts";
import { meanFieldFlows } from "./meanFieldFlows.ts";
import { steadyDensity } from "./steadyDensity.ts";
import { trajectoryMeans } from "./trajectoryMeans.ts";

/*
 * The pictures of docs/gallery.md, which are committed: npm run gallery, or npm run gallery -- NAME for one of them. Each is what the command beside it
 * in the page draws, on a light and on a dark ground, or a figure of this folder.
 */

/** A picture that the command line draws: what stands behind `blochfem`, without `--plot`. */
export interface Drawn {
  readonly name: string;
  readonly command: string;
}

export const drawn: readonly Drawn[] = [
  { name: "peak", command: "steady examples/fig2a.yaml --method fem" },
  { name: "broad", command: "steady examples/fig2b.yaml --method fem" },
  { name: "relaxation", command: "evolve examples/fig2a.yaml --to 8 --every 0.1" },
  { name: "twisting", command: "evolve examples/oneAxisTwisting.yaml --to 6 --every 0.1" },
  { name: "modes", command: "spectrum examples/fig3-n20.yaml --count 20 --method dicke" },
  { name: "witness", command: "diagnose examples/lipkinMeshkovGlick.yaml --certify" },
  {
    name: "phases",
    command: "meanfield examples/lipkinMeshkovGlick.yaml --scan field.x=0:2:41 interaction.zz=-2:2:41",
  },
  { name: "ball", command: "steady examples/local.yaml --method fem" },
  { name: "crossover", command: "sweep examples/fig3-n40.yaml --vary field.x=0:2:41" },
];

const figures = { cover, meanFieldFlows, trajectoryMeans, steadyDensity, endOfEntanglement };

const folder = new URL("../../docs/gallery/", import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The file of a picture on a ground. */
export const fileOf = (name: string, theme: string): string => fileURLToPath(new URL(`${name}-${theme}.svg`, folder));

function runCommand({ name, command }: Drawn): void {
  for (const { name: theme } of svgThemes) {
    const argv = ["tsx", "src/cli/main.ts", ...command.split(" "), "--plot", fileOf(name, theme)];
    const { status, stderr } = spawnSync("npx", [...argv, ...(theme === "dark" ? ["--dark"] : [])], {
      cwd: root,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`blochfem ${command} ended with ${status}: ${stderr}`);
  }
}

async function main(wanted: string | undefined): Promise<void> {
  const isWanted = (name: string): boolean => wanted === undefined || wanted === name;
  mkdirSync(folder, { recursive: true });
  for (const one of drawn.filter(({ name }) => isWanted(name))) {
    runCommand(one);
    console.log(one.name);
  }
  for (const [key, compute] of Object.entries(figures).filter(([key]) => isWanted(key))) {
    const { name, draw } = await compute();
    for (const theme of svgThemes) writeFileSync(fileOf(name, theme.name), draw(theme));
    console.log(key);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
