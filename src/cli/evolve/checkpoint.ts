import { createHash } from "node:crypto";
import { InputError } from "../../core/errors.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { EvolutionSnapshot } from "../../state/evolution.ts";
import type { Observables } from "../../state/moments.ts";
import { readText } from "../files/read.ts";
import { writeFiles } from "../files/write.ts";
import { packageVersion } from "../version.ts";
import type { EvolveInput } from "./input.ts";

/** How the result is shown, as it was asked for when the run began. */
export interface EvolveOutput {
  readonly json: boolean;
  readonly out?: string;
  readonly format?: string;
  readonly density: boolean;
}

/** A run that was stopped behind requested time number `observables.length - 1`. */
export interface Checkpoint {
  readonly input: EvolveInput;
  readonly output: EvolveOutput;
  readonly observables: readonly Observables[];
  readonly errorEstimate: readonly ErrorEstimate[];
  readonly snapshot: EvolutionSnapshot;
}

const FORMAT = "blochfem checkpoint";

/** First line of the file. Numbers of another program would go on to other bits, so that its checkpoints are refused. */
interface Header {
  readonly format: typeof FORMAT;
  readonly program: string;
  /** Of the rest of the file. */
  readonly sha256: string;
}

/** Version of the program, and everything else of an environment that could change a bit. */
const programName = (): string => `blochfem ${packageVersion()}`;

/**
 * Replaces the file at `path` as a whole: whoever reads it, after whatever kind of end, finds either the old or the new one.
 *
 * @throws InputError, or BlochfemError where the disk fails
 */
function writeCheckpoint(path: string, checkpoint: Checkpoint): void {
  const body = JSON.stringify({ ...checkpoint, snapshot: packed(checkpoint.snapshot) });
  const header: Header = { format: FORMAT, program: programName(), sha256: digest(body) };
  writeFiles([{ path, text: `${JSON.stringify(header)}\n${body}\n` }]);
}

/** Throws InputError where the file is no checkpoint, is damaged, or was written by another version. */
export function readCheckpoint(path: string): Checkpoint {
  const text = readText(path, "a checkpoint");
  const end = text.indexOf("\n");
  const header = headerOf(text.slice(0, end));
  if (header === null) {
    throw new InputError({
      what: `${path} is no checkpoint of blochfem`,
      remedy: "give the FILE of an earlier --checkpoint",
      value: path,
    });
  }
  if (header.program !== programName()) {
    throw new InputError({
      what: `${path} was written by ${header.program}, this is ${programName()}`,
      remedy: "end the run with that version, which alone gives the same bits, or start it again",
      value: header.program,
      limit: programName(),
    });
  }
  const body = text.slice(end + 1, -1);
  if (header.sha256 !== digest(body)) {
    throw new InputError({
      what: `the checkpoint ${path} is damaged: its checksum does not match`,
      remedy: "restore the file, or start the run again",
      value: digest(body),
      limit: header.sha256,
    });
  }
  const { snapshot, ...rest } = JSON.parse(body) as Omit<Checkpoint, "snapshot"> & { snapshot: Packed };
  return { ...rest, snapshot: unpacked(snapshot) };
}

function headerOf(line: string): Header | null {
  try {
    const header = JSON.parse(line) as Partial<Header> | null;
    return header?.format === FORMAT ? (header as Header) : null;
  } catch {
    return null;
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The bytes of each array in base64: every bit, not only those that a decimal shows. */
type Packed = Readonly<Record<string, string>>;

const packed = (snapshot: EvolutionSnapshot): Packed =>
  Object.fromEntries(
    Object.entries(snapshot).map(([name, { buffer, byteOffset, byteLength }]) => [
      name,
      Buffer.from(buffer, byteOffset, byteLength).toString("base64"),
    ]),
  );

const unpacked = (snapshot: Packed): EvolutionSnapshot =>
  Object.fromEntries(
    Object.entries(snapshot).map(([name, text]) => {
      const bytes = Buffer.from(text, "base64");
      const array = new Float64Array(bytes.length / Float64Array.BYTES_PER_ELEMENT);
      new Uint8Array(array.buffer).set(bytes);
      return [name, array];
    }),
  );

/** Least time between two checkpoints. */
const INTERVAL_MS = 1000;

/** Share of the time that writing them may take. */
const WRITING_SHARE = 0.05;

/** Returns a function that writes, unless the last time was a moment ago, and says whether it did; `force` writes always. */
export function checkpointWriter(path: string): (make: () => Checkpoint, force: boolean) => boolean {
  let next = Number.NEGATIVE_INFINITY;
  return (make, force) => {
    const start = performance.now();
    if (!force && start < next) return false;
    writeCheckpoint(path, make());
    const end = performance.now();
    next = end + Math.max(INTERVAL_MS, (end - start) / WRITING_SHARE);
    return true;
  };
}
