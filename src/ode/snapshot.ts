import { InputError } from "../core/errors.ts";

/** Plain data, which can be written to a file. Numbers that are not arrays stand in arrays of their own. */
export type Snapshot = Readonly<Record<string, Float64Array>>;

/** A copy of one array of a snapshot. Throws InputError where it is not there or not of this length: another problem's. */
export function snapshotArray(snapshot: Snapshot, name: string, length: number): Float64Array {
  const found = snapshot[name];
  if (found instanceof Float64Array && found.length === length) return found.slice();
  throw new InputError({
    what: `the snapshot has ${found === undefined ? "no" : `${found.length} numbers as`} ${name}, this problem has ${length}`,
    remedy: "resume with the model, the method and the options that the snapshot comes from",
    value: found?.length,
    limit: length,
  });
}

/** One snapshot of several, whose arrays are told apart by the names of these. */
export const joinedSnapshot = (parts: Readonly<Record<string, Snapshot>>): Snapshot =>
  Object.fromEntries(
    Object.entries(parts).flatMap(([part, snapshot]) =>
      Object.entries(snapshot).map(([name, array]) => [`${part}.${name}`, array]),
    ),
  );

/** One of the snapshots that were joined. */
export function partOfSnapshot(snapshot: Snapshot, part: string): Snapshot {
  const start = `${part}.`;
  return Object.fromEntries(
    Object.entries(snapshot)
      .filter(([name]) => name.startsWith(start))
      .map(([name, array]) => [name.slice(start.length), array]),
  );
}
