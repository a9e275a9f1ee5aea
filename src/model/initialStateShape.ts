import { defined } from "../core/defined.ts";
import type { InitialState, StatePart } from "./initialState.ts";
import { directionFault, productFault, ratioFault, weightsFault } from "./initialStateFaults.ts";
import type { CheckParameters } from "./issues.ts";
import { anything, type Content, changed, list, map, number, optional, text, triple } from "./shapes.ts";

/** A state that stands in another file, the result of an earlier run. */
export interface FileStart {
  readonly kind: "from";
  readonly file: string;
}

/** An initial state as a file names it: files are not opened yet, and quantum numbers are not compared with N. */
export type WrittenState =
  | Exclude<InitialState, { kind: "mixture" }>
  | FileStart
  | {
      readonly kind: "mixture";
      readonly parts: readonly { readonly weight: number; readonly state: StatePart | FileStart }[];
    };

// Not `number`, which refuses infinity. The fault of a missing ratio reads as a missing value.
const ratio = changed(anything(ratioFault), (value) => value as number);

const file = text((value) =>
  value.trim() === ""
    ? { what: "which names no file", remedy: "give the result.json of an earlier --out", limit: undefined }
    : null,
);

const stateShape = {
  coherent: optional(triple(number(), directionFault)),
  thermal: optional(map({ ratio })),
  product: optional(triple(number(), productFault)),
  dicke: optional(map({ m: number(), j: optional(number()) })),
  from: optional(file),
};

const KINDS = Object.keys(stateShape);

type WrittenPart = { readonly [Kind in keyof typeof stateShape]: Content<(typeof stateShape)[Kind]> };

const weight = number((value) =>
  value >= 0 ? null : { what: "below 0", remedy: "give a probability or a relative weight", limit: 0 },
);

const mixture = list(
  map({ weight, ...stateShape }, (part) => kindFault(part, KINDS)),
  (parts) => weightsFault(parts.map((part) => part.weight)),
);

/**
 * The initial state of a model file: one of
 *
 *     initial: { coherent: [0, 0, 1] }
 *     initial: { thermal: { ratio: 0.5 } }
 *     initial: { product: [0, 0, 0.5] }
 *     initial: { dicke: { m: 0, j: 2 } }
 *     initial: { from: run/result.json }
 *     initial: { mixture: [{ weight: 0.3, coherent: [1, 0, 0] }, { weight: 0.7, thermal: { ratio: 0 } }] }
 */
export const initialStateShape = changed(
  map({ ...stateShape, mixture: optional(mixture) }, (written) => kindFault(written, [...KINDS, "mixture"])),
  (written): WrittenState =>
    written.mixture === undefined
      ? partOf(written)
      : {
          kind: "mixture",
          parts: written.mixture.map(({ weight, ...part }) => ({ weight, state: partOf(part) })),
        },
);

/** Of a map that holds one kind of state. */
function partOf({ coherent, thermal, product, dicke, from }: WrittenPart): StatePart | FileStart {
  if (coherent !== undefined) return { kind: "coherent", direction: coherent };
  if (thermal !== undefined) return { kind: "thermal", ratio: thermal.ratio };
  if (product !== undefined) return { kind: "product", vector: product };
  if (dicke === undefined) return { kind: "from", file: from! };
  return { kind: "dicke", m: dicke.m, ...defined({ j: dicke.j }) };
}

function kindFault(written: object, kinds: readonly string[]): CheckParameters | null {
  const found = kinds.filter((kind) => (written as Record<string, unknown>)[kind] !== undefined);
  if (found.length === 1) return null;
  const among = found.length === 0 ? kinds : found;
  const names = `${among.slice(0, -1).join(", ")} ${found.length === 0 ? "or" : "and"} ${among.at(-1)}`;
  return {
    what: found.length === 0 ? `without ${names}` : `with ${names}, which are different states`,
    remedy:
      found.length === 0
        ? `give one of ${kinds.join(", ")}`
        : "give one of them; to mix states, list them under mixture",
    limit: 1,
  };
}
