import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { InputError } from "../../core/errors.ts";
import { cannotWrite, codeOf } from "../files/errors.ts";
import { resolveTarget } from "../files/target.ts";
import { isGone } from "../files/temporary.ts";

/**
 * Keeps other processes of this machine off a file while this one works on it: a file beside it names the owner. That of a process which is gone, or of
 * another machine, where nobody can tell, is taken over. Returns what ends it.
 *
 * @throws InputError where a process is at work
 */
export function lockFile(path: string): () => void {
  const lock = resolveTarget(`${path}.lock`).path;
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(lock, "wx");
      writeSync(file, `${hostname()} ${process.pid}\n`);
      closeSync(file);
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (codeOf(error) !== "EEXIST" || attempt > 0) throw cannotWrite(lock, error);
    }
    const owner = ownerOf(lock);
    if (owner !== null && owner !== process.pid && !isGone(owner))
      throw new InputError({
        what: `process ${owner} is at work on ${path}`,
        remedy: `wait for it, or stop it; both would write the same rows. If there is none, remove ${lock}`,
        value: owner,
      });
    rmSync(lock, { force: true });
  }
}

/** The process that a lock names, where that is one of this machine. */
function ownerOf(lock: string): number | null {
  try {
    const [host, id] = readFileSync(lock, "utf8").trim().split(" ");
    return host === hostname() && Number.isInteger(Number(id)) ? Number(id) : null;
  } catch {
    return null;
  }
}
