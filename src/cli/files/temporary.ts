import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/*
 * Names beside a target for what is not complete yet. They are short whatever the target is called, differ from run to run,
 * and tell the process and the machine that they belong to, so that those of a process that was killed can be removed.
 */

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);

/** `role` tells the new contents ("new") from a copy of the old ("old"). */
export const temporaryName = (target: string, role: "new" | "old"): string =>
  join(dirname(target), `.blochfem-${hash(hostname())}-${process.pid}-${hash(basename(target))}-${role}.tmp`);

const PATTERN = /^\.blochfem-([\da-f]{10})-(\d+)-[\da-f]{10}-(new|old)\.tmp$/;

/** Removes the new contents that processes of this machine which are gone left in a folder; an old one may be the only copy. */
export function removeLeftovers(folder: string, ofProcess?: number): void {
  for (const name of readdirSync(folder)) {
    const [, host, id, role] = PATTERN.exec(name) ?? [];
    if (host !== hash(hostname()) || role !== "new") continue;
    const owner = Number(id);
    if (ofProcess === undefined ? isGone(owner) : owner === ofProcess) rmSync(join(folder, name), { force: true });
  }
}

/** Whether there is no such process on this machine. */
export function isGone(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
