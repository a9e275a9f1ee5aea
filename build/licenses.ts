import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licences of the packages that stand in a bundle of these inputs: they have to come with it. */
export function licenses(root: string, inputs: readonly string[]): string {
  const packages = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  return [...packages]
    .sort()
    .map((path) => licenseOf(join(root, path)))
    .join("\n\n");
}

function licenseOf(place: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? "" : readFileSync(join(place, file), "utf8").trim()}\n`;
}
