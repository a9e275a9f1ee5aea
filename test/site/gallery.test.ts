import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cover } from "../../examples/figures/cover.ts";
import { drawn, fileOf } from "../../examples/figures/gallery.ts";
import { meanFieldFlows } from "../../examples/figures/meanFieldFlows.ts";
import { svgThemes } from "../../src/plot/theme.ts";
import { capture, temporaryFolder } from "../cli/capture.ts";
import { faultsOf } from "../plot/parseSvg.ts";

const folder = fileURLToPath(new URL("../../docs/gallery", import.meta.url));
const page = readFileSync(fileURLToPath(new URL("../../docs/gallery.md", import.meta.url)), "utf8");

const NUMBER = /-?\d+(?:\.\d+)?/g;

/** Whether two drawings are one to the eye: the same but for numbers, of which none differs by more than rounding on another machine may, 0.1 of a point. */
function isSame(one: string, other: string): boolean {
  if (one.replaceAll(NUMBER, "#") !== other.replaceAll(NUMBER, "#")) return false;
  const numbers = other.match(NUMBER)!.map(Number);
  return one.match(NUMBER)!.every((text, k) => Math.abs(Number(text) - numbers[k]!) <= 0.1);
}

describe("the gallery", () => {
  it("shows every picture beside the command that draws it", () => {
    for (const { name, command } of drawn) {
      expect(page).toMatch(`    blochfem ${command}\n\n![`);
      expect(page.slice(page.indexOf(`blochfem ${command}\n`))).toMatch(
        new RegExp(`^[^!]*!\\[[^\\]]*\\]\\(gallery/${name}-light\\.svg\\)`),
      );
    }
  });

  it("has a light and a dark file of each, well formed, and no other", () => {
    const names = [...page.matchAll(/gallery\/([\w-]+)-light\.svg/g)].map(([, name]) => name!);
    const files = [...names, "cover"].flatMap((name) => svgThemes.map((theme) => `${name}-${theme.name}.svg`));
    expect(readdirSync(folder).sort()).toEqual(files.sort());
    for (const file of files) expect(faultsOf(readFileSync(`${folder}/${file}`, "utf8"))).toEqual([]);
  });

  it("is what the program draws today: two figures and a command are drawn anew", async () => {
    for (const { name, draw } of [cover(), meanFieldFlows()]) {
      for (const theme of svgThemes) {
        expect(isSame(draw(theme), readFileSync(fileOf(name, theme.name), "utf8")), `${name}: npm run gallery`).toBe(
          true,
        );
      }
    }
    const { name, command } = drawn.find((one) => one.name === "modes")!;
    const file = `${temporaryFolder()}/modes.svg`;
    const { code } = await capture([...command.split(" "), "--plot", file]);
    expect(code).toBe(0);
    expect(
      isSame(readFileSync(file, "utf8"), readFileSync(fileOf(name, "light"), "utf8")),
      `${name}: npm run gallery`,
    ).toBe(true);
  });
});
