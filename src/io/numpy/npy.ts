import { InputError } from "../../core/errors.ts";

/** An array as numpy has it, row by row; `shape` is that of the values where it is left out: a list. */
export type NumpyArray =
  | { readonly real: ArrayLike<number>; readonly shape?: readonly number[] }
  | {
      readonly real: ArrayLike<number>;
      readonly imaginary: ArrayLike<number>;
      readonly shape?: readonly number[];
    }
  | { readonly integers: ArrayLike<number>; readonly shape?: readonly number[] }
  | { readonly truths: readonly boolean[]; readonly shape?: readonly number[] }
  | { readonly texts: readonly string[]; readonly shape?: readonly number[] };

interface Encoded {
  /** Of the type, as numpy writes it: little-endian doubles, complex numbers of two, integers of 64 bits, bytes, code points. */
  readonly type: string;
  readonly count: number;
  readonly bytes: Uint8Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** The header ends at a multiple of so many bytes. */
const ALIGNMENT = 64;

/**
 * An array in numpy's own format (.npy, version 1.0).
 *
 * @throws InputError where the shape has another number of entries than there are values, and for an integer that is none
 */
export function npyBytes(array: NumpyArray): Uint8Array {
  const { type, count, bytes } = encoded(array);
  const shape = array.shape ?? [count];
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== count)
    throw new InputError({
      what: `an array of shape (${shape.join(", ")}) has ${size} entries, not ${count}`,
      remedy: "give the shape of the values",
      value: count,
      limit: size,
    });
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 2;
  const length = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const whole = new Uint8Array(length + bytes.length);
  whole.set(MAGIC);
  new DataView(whole.buffer).setUint16(MAGIC.length, length - before, true);
  whole.set(new TextEncoder().encode(`${text.padEnd(length - before - 1)}\n`), before);
  whole.set(bytes, length);
  return whole;
}

function encoded(array: NumpyArray): Encoded {
  if ("texts" in array) return encodedTexts(array.texts);
  if ("truths" in array) {
    const bytes = Uint8Array.from(array.truths, Number);
    return { type: "|b1", count: bytes.length, bytes };
  }
  if ("integers" in array) {
    const { integers } = array;
    return { type: "<i8", ...words(integers.length, (view, k) => view.setBigInt64(8 * k, BigInt(integers[k]!), true)) };
  }
  const { real } = array;
  if (!("imaginary" in array))
    return { type: "<f8", ...words(real.length, (view, k) => view.setFloat64(8 * k, real[k]!, true)) };
  const { imaginary } = array;
  const pairs = words(2 * real.length, (view, k) =>
    view.setFloat64(8 * k, k % 2 === 0 ? real[k / 2]! : imaginary[(k - 1) / 2]!, true),
  );
  return { type: "<c16", count: real.length, bytes: pairs.bytes };
}

function words(count: number, set: (view: DataView, k: number) => void): Pick<Encoded, "count" | "bytes"> {
  const bytes = new Uint8Array(8 * count);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < count; k++) set(view, k);
  return { count, bytes };
}

/** As code points of 32 bits, each text as long as the longest. */
function encodedTexts(texts: readonly string[]): Encoded {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const width = Math.max(1, ...points.map(({ length }) => length));
  const bytes = new Uint8Array(4 * width * texts.length);
  const view = new DataView(bytes.buffer);
  for (const [k, line] of points.entries())
    for (const [at, point] of line.entries()) view.setUint32(4 * (width * k + at), point, true);
  return { type: `<U${width}`, count: texts.length, bytes };
}
