import { spawnSync } from "node:child_process";

/** Whether a program is installed. */
export const isThere = (program: string): boolean => spawnSync("which", [program]).status === 0;

const apt = (...argv: string[]): void => {
  // Another test file may be installing something at the same time.
  spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-q", ...argv], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
};

/**
 * Why Debian's `packages` are not there, `ready` saying whether they are; null where they are. On a machine for tests, which CI says, they are installed,
 * where this is Debian and runs as root.
 */
export function missingPackages(packages: readonly string[], ready: () => boolean): string | null {
  const names = packages.join(" and ");
  if (ready()) return null;
  if (!process.env.CI || process.getuid?.() !== 0 || !isThere("apt-get")) return `${names} not installed`;
  for (let attempt = 0; attempt < 3 && !ready(); attempt++) {
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...packages);
  }
  return ready() ? null : `${names} not installed, and cannot be had`;
}
