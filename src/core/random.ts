import { InputError } from "./errors.ts";

/**
 * Counter-based random numbers: Philox-4x32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405. The key is the seed, the counter is (block,
 * trajectory): number k of trajectory j of a seed is a pure function of the three, so that any split of trajectories over
 * workers, and of a trajectory over calls, gives the same bits. Normal variates use only + - * / sqrt and therefore have
 * the same bits in every engine.
 */
export interface RandomStream {
  readonly seed: number;
  readonly trajectory: number;
  /** 32-bit words taken so far; settable, to jump. A normal takes one, a uniform two (starting at an even word). */
  position: number;
  /** Scratch of one block. */
  readonly words: Uint32Array;
}

const WORD = 2 ** 32;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9;
const KEY_STEP_1 = 0xbb67ae85;

/** Stream of one trajectory. `seed` and `trajectory` are non-negative integers below 2^53. */
export function createRandomStream(seed: number, trajectory: number): RandomStream {
  checkCounter("seed", seed);
  checkCounter("trajectory number", trajectory);
  return { seed, trajectory, position: 0, words: new Uint32Array(4) };
}

function checkCounter(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InputError({
      what: `${name} ${value} is not an integer in 0 .. 2^53 - 1`,
      remedy: "pass a whole number",
      value,
      limit: Number.MAX_SAFE_INTEGER,
    });
}

/** One block of Philox-4x32-10: counter c0..c3, key k0, k1 (32 bits each) to four words. */
export function philox(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  words: Uint32Array,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let a = k0 | 0;
  let b = k1 | 0;
  for (let round = 0; round < 10; round++) {
    // High halves of the 64-bit products from 16-bit pieces; no partial sum leaves 32 bits.
    let low = x0 & 0xffff;
    let high = x0 >>> 16;
    let middle = (Math.imul(high, MULTIPLIER_0 & 0xffff) + (Math.imul(low, MULTIPLIER_0 & 0xffff) >>> 16)) | 0;
    let cross = (Math.imul(low, MULTIPLIER_0 >>> 16) + (middle & 0xffff)) | 0;
    const upper0 = (Math.imul(high, MULTIPLIER_0 >>> 16) + (middle >>> 16) + (cross >>> 16)) | 0;
    const lower0 = Math.imul(x0, MULTIPLIER_0);
    low = x2 & 0xffff;
    high = x2 >>> 16;
    middle = (Math.imul(high, MULTIPLIER_1 & 0xffff) + (Math.imul(low, MULTIPLIER_1 & 0xffff) >>> 16)) | 0;
    cross = (Math.imul(low, MULTIPLIER_1 >>> 16) + (middle & 0xffff)) | 0;
    const upper1 = (Math.imul(high, MULTIPLIER_1 >>> 16) + (middle >>> 16) + (cross >>> 16)) | 0;
    const lower1 = Math.imul(x2, MULTIPLIER_1);
    x0 = upper1 ^ x1 ^ a;
    x1 = lower1;
    x2 = upper0 ^ x3 ^ b;
    x3 = lower0;
    a = (a + KEY_STEP_0) | 0;
    b = (b + KEY_STEP_1) | 0;
  }
  words[0] = x0;
  words[1] = x1;
  words[2] = x2;
  words[3] = x3;
}

function fillBlock(seed: number, trajectory: number, block: number, words: Uint32Array): void {
  philox(block, block / WORD, trajectory, trajectory / WORD, seed, seed / WORD, words);
}

/** The next out.length uniform numbers of the stream: multiples of 2^-53 in [0, 1). */
export function fillUniform(stream: RandomStream, out: Float64Array): void {
  const { seed, trajectory, words } = stream;
  let position = stream.position + (stream.position % 2);
  for (let i = 0; i < out.length; i++) {
    const half = position % 4;
    if (half === 0 || i === 0) fillBlock(seed, trajectory, Math.floor(position / 4), words);
    out[i] = ((words[half]! >>> 5) * 67108864 + (words[half + 1]! >>> 6)) * 2 ** -53;
    position += 2;
  }
  stream.position = position;
}

/** The next out.length standard normal numbers of the stream, by the method of Box and Muller; none is rejected. */
export function fillNormal(stream: RandomStream, out: Float64Array): void {
  const { seed, trajectory, words } = stream;
  const end = stream.position + out.length;
  const pair = new Float64Array(2);
  let i = 0;
  let position = stream.position;
  while (position < end) {
    const offset = position % 4;
    fillBlock(seed, trajectory, Math.floor(position / 4), words);
    if (offset === 0 && end - position >= 4) {
      boxMuller(words[0]!, words[1]!, out, i, i + 1);
      boxMuller(words[2]!, words[3]!, out, i + 2, i + 3);
      i += 4;
      position += 4;
    } else {
      for (let word = offset; word < 4 && position < end; word++, position++) {
        boxMuller(words[word & 2]!, words[(word & 2) + 1]!, pair, 0, 1);
        out[i++] = pair[word & 1]!;
      }
    }
  }
  stream.position = end;
}

/**
 * Four normal numbers for each of many trajectories: out[k * count + i] is normal number 4 * block + k, k = 0..3, of
 * trajectory first + i, the same bits as fillNormal gives. `words` is scratch of 4; out has 4 * count entries.
 */
export function fillNormalAcross(
  seed: number,
  first: number,
  count: number,
  block: number,
  out: Float64Array,
  words: Uint32Array,
): void {
  if (out.length < 4 * count)
    throw new InputError({
      what: `output has ${out.length} entries, ${4 * count} are needed`,
      remedy: "pass four entries a trajectory",
      value: out.length,
      limit: 4 * count,
    });
  const blockLow = block | 0;
  const blockHigh = (block / WORD) | 0;
  const seedLow = seed | 0;
  const seedHigh = (seed / WORD) | 0;
  let low = first | 0;
  let high = (first / WORD) | 0;
  for (let i = 0; i < count; i++) {
    philox(blockLow, blockHigh, low, high, seedLow, seedHigh, words);
    low = (low + 1) | 0;
    if (low === 0) high = (high + 1) | 0;
    boxMuller(words[0]!, words[1]!, out, i, count + i);
    boxMuller(words[2]!, words[3]!, out, 2 * count + i, 3 * count + i);
  }
}

/** cos and sin of 2 pi k / 256, and 1/c and ln c at c = 1 + (j + 1/2)/128; by series, for the same bits everywhere. */
const CIRCLE = circleTable();
const LOGARITHMS = logarithmTable();
/** 2^(c - 31) for c leading zeros: brings a 32-bit word plus 1/2 to [1, 2). */
const NORMALIZERS = Float64Array.from({ length: 33 }, (_, c) => 2 ** (c - 31));
const ANGLE_STEP = (2 * Math.PI) / WORD;

/**
 * out[at0] = r cos phi, out[at1] = r sin phi with r^2 = -2 ln((radiusWord + 1/2)/2^32) and phi = 2 pi angleWord/2^32.
 * |value| <= 6.77, beyond which a fraction 1e-11 of the normal law lies.
 */
function boxMuller(radiusWord: number, angleWord: number, out: Float64Array, at0: number, at1: number): void {
  const zeros = Math.clz32(radiusWord);
  const entry = ((radiusWord << zeros) >>> 23) & 0xfe;
  const t = (radiusWord + 0.5) * NORMALIZERS[zeros]! * LOGARITHMS[entry]! - 1;
  // |t| <= 1/256: the series of ln(1 + t) up to t^6 leaves 2e-18.
  const series = t * (1 - t * (1 / 2 - t * (1 / 3 - t * (1 / 4 - t * (1 / 5 - t * (1 / 6))))));
  const radius = Math.sqrt(2 * ((zeros + 1) * Math.LN2 - LOGARITHMS[entry + 1]! - series));
  const x = (angleWord & 0xffffff) * ANGLE_STEP;
  const y = x * x;
  const sine = x * (1 - y * (1 / 6 - y * (1 / 120 - y * (1 / 5040))));
  const cosine = 1 - y * (1 / 2 - y * (1 / 24 - y * (1 / 720)));
  const spoke = (angleWord >>> 23) & 0x1fe;
  const c = radius * CIRCLE[spoke]!;
  const s = radius * CIRCLE[spoke + 1]!;
  out[at0] = c * cosine - s * sine;
  out[at1] = s * cosine + c * sine;
}

function circleTable(): Float64Array {
  const table = new Float64Array(512);
  for (let k = 0; k < 256; k++) {
    // Reduced to |x| <= pi/4 around the nearest multiple of pi/2, where the Taylor series loses no digits.
    const quarter = Math.round(k / 64);
    const x = ((k - 64 * quarter) * Math.PI) / 128;
    let cosine = 0;
    let sine = 0;
    let term = 1;
    for (let n = 0; n < 24; n += 2) {
      cosine += term;
      term *= x / (n + 1);
      sine += term;
      term *= -x / (n + 2);
    }
    const turned = [
      [cosine, sine],
      [-sine, cosine],
      [-cosine, -sine],
      [sine, -cosine],
    ][quarter % 4]!;
    table[2 * k] = turned[0]!;
    table[2 * k + 1] = turned[1]!;
  }
  return table;
}

function logarithmTable(): Float64Array {
  const table = new Float64Array(256);
  for (let j = 0; j < 128; j++) {
    const c = 1 + (j + 0.5) / 128;
    // ln c = 2 artanh((c - 1)/(c + 1)), argument below 1/3.
    const s = (c - 1) / (c + 1);
    let sum = 0;
    for (let n = 41; n >= 1; n -= 2) sum = sum * s * s + 1 / n;
    table[2 * j] = 1 / c;
    table[2 * j + 1] = 2 * s * sum;
  }
  return table;
}
