import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { missingPackages } from "../../debian.ts";

/** Debian's own, for which its packages are. */
const PYTHON = "/usr/bin/python3";

const script = (name: string): string => fileURLToPath(new URL(`${name}.py`, import.meta.url));

/** Why Python cannot import the modules of Debian's packages; null where it can. */
export const missingModules = (modules: Readonly<Record<string, string>>): string | null =>
  missingPackages(
    Object.values(modules),
    () => spawnSync(PYTHON, ["-c", `import ${Object.keys(modules).join(", ")}`]).status === 0,
  );

/** A JSON value for each line that a script of this folder prints. Throws Error where it fails. */
export function python<Answer>(name: string, argv: readonly string[]): Answer[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, [script(name), ...argv], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${name}.py ended with ${status}: ${stderr}`);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Answer);
}
