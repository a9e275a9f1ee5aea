import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { createRandomStream, fillNormal, fillNormalAcross, fillUniform, philox } from "../../src/core/random.ts";

const hex = (words: Uint32Array): string => [...words].map((word) => word.toString(16).padStart(8, "0")).join(" ");

describe("philox", () => {
  // Known answers published with the Random123 library of the authors of the generator.
  it.each([
    ["00000000 00000000 00000000 00000000 00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("gives the published answer for %s", (input, answer) => {
    const [c0, c1, c2, c3, k0, k1] = input.split(" ").map((word) => Number.parseInt(word, 16));
    const words = new Uint32Array(4);
    philox(c0!, c1!, c2!, c3!, k0!, k1!, words);
    expect(hex(words)).toBe(answer);
  });
});

describe("streams", () => {
  it("do not depend on how the numbers are asked for", () => {
    const whole = new Float64Array(1003);
    fillNormal(createRandomStream(11, 5), whole);
    const pieces = createRandomStream(11, 5);
    let at = 0;
    for (let size = 1; at < whole.length; size = (size * 7 + 3) % 11) {
      const piece = new Float64Array(Math.min(size, whole.length - at));
      fillNormal(pieces, piece);
      expect(piece).toEqual(whole.subarray(at, at + piece.length));
      at += piece.length;
    }
    const uniform = new Float64Array(9);
    fillUniform(createRandomStream(11, 5), uniform);
    const later = createRandomStream(11, 5);
    later.position = 5;
    const tail = new Float64Array(6);
    fillUniform(later, tail);
    expect(tail).toEqual(uniform.subarray(3));
  });

  it("are the same side by side as one by one, also past 2^32 in trajectory, block and seed", () => {
    for (const [seed, first, block] of [
      [1, 0, 0],
      [2 ** 40 + 17, 2 ** 32 - 2, 2 ** 33 - 1],
    ]) {
      const across = new Float64Array(20);
      fillNormalAcross(seed!, first!, 5, block!, across, new Uint32Array(4));
      for (let i = 0; i < 5; i++) {
        const stream = createRandomStream(seed!, first! + i);
        stream.position = 4 * block!;
        const own = new Float64Array(4);
        fillNormal(stream, own);
        for (let k = 0; k < 4; k++) expect(across[5 * k + i]).toBe(own[k]);
      }
    }
  });

  it("differ by seed and by trajectory, in the high words too", () => {
    const seen = new Set<number>();
    for (const seed of [0, 1, 2 ** 32, 2 ** 50])
      for (const trajectory of [0, 1, 2 ** 32, 2 ** 50]) {
        const one = new Float64Array(1);
        fillUniform(createRandomStream(seed, trajectory), one);
        seen.add(one[0]!);
      }
    expect(seen.size).toBe(16);
  });

  it("refuse a seed that is not a whole number", () => {
    expect(() => createRandomStream(0.5, 0)).toThrow(InputError);
    expect(() => createRandomStream(1, -1)).toThrow(InputError);
    expect(() => fillNormalAcross(1, 0, 5, 0, new Float64Array(19), new Uint32Array(4))).toThrow(InputError);
  });
});

describe("distributions (fixed seed; limits at five standard errors)", () => {
  const count = 1_000_000;

  it("uniform: chi-square over 1000 bins, mean, serial and cross-stream correlation", () => {
    const a = new Float64Array(count);
    const b = new Float64Array(count);
    fillUniform(createRandomStream(42, 0), a);
    fillUniform(createRandomStream(42, 1), b);
    const bins = new Float64Array(1000);
    let mean = 0;
    let serial = 0;
    let cross = 0;
    for (let i = 0; i < count; i++) {
      bins[Math.floor(a[i]! * 1000)]!++;
      mean += a[i]! - 0.5;
      if (i > 0) serial += (a[i]! - 0.5) * (a[i - 1]! - 0.5);
      cross += (a[i]! - 0.5) * (b[i]! - 0.5);
    }
    let chiSquare = 0;
    for (const bin of bins) chiSquare += (bin - count / 1000) ** 2 / (count / 1000);
    // Every number fell into a bin of [0, 1).
    expect(bins.reduce((sum, bin) => sum + bin)).toBe(count);
    // chi-square with 999 degrees of freedom: standard deviation sqrt(2 * 999).
    expect(Math.abs(chiSquare - 999)).toBeLessThan(5 * Math.sqrt(2 * 999));
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(count / 12));
    expect(Math.abs(serial)).toBeLessThan((5 * Math.sqrt(count)) / 12);
    expect(Math.abs(cross)).toBeLessThan((5 * Math.sqrt(count)) / 12);
  });

  it("normal: moments up to the sixth, chi-square over quantiles, pairs uncorrelated", () => {
    const z = new Float64Array(count);
    fillNormal(createRandomStream(7, 3), z);
    const sums = new Float64Array(7);
    let pair = 0;
    let pairOfSquares = 0;
    for (let i = 0; i < count; i++) {
      let power = 1;
      for (let k = 1; k <= 6; k++) {
        power *= z[i]!;
        sums[k]! += power;
      }
      if (i % 2 === 1) {
        pair += z[i]! * z[i - 1]!;
        pairOfSquares += (z[i]! ** 2 - 1) * (z[i - 1]! ** 2 - 1);
      }
    }
    // E z^k and Var z^k = E z^2k - (E z^k)^2 from E z^2k = (2k - 1)!!.
    const doubleFactorial = [1, 1, 3, 15, 105, 945, 10395];
    for (let k = 1; k <= 6; k++) {
      const expected = k % 2 === 0 ? doubleFactorial[k / 2]! : 0;
      const variance = doubleFactorial[k]! - expected ** 2;
      expect(Math.abs(sums[k]! / count - expected)).toBeLessThan(5 * Math.sqrt(variance / count));
    }
    expect(Math.abs(pair)).toBeLessThan(5 * Math.sqrt(count / 2));
    expect(Math.abs(pairOfSquares)).toBeLessThan(5 * Math.sqrt((4 * count) / 2));

    // Radius and angle of each pair are uniform once transformed back: the inverse of the method, by the engine's functions.
    const radiusBins = new Float64Array(100);
    const angleBins = new Float64Array(100);
    for (let i = 0; i < count; i += 2) {
      radiusBins[Math.min(99, Math.floor(100 * Math.exp(-(z[i]! ** 2 + z[i + 1]! ** 2) / 2)))]!++;
      angleBins[Math.floor(100 * (0.5 + Math.atan2(z[i + 1]!, z[i]!) / (2 * Math.PI))) % 100]!++;
    }
    for (const bins of [radiusBins, angleBins]) {
      let chiSquare = 0;
      for (const bin of bins) chiSquare += (bin - count / 200) ** 2 / (count / 200);
      expect(Math.abs(chiSquare - 99)).toBeLessThan(5 * Math.sqrt(2 * 99));
    }
  });

  it("normal numbers are those of Box and Muller from the words", () => {
    const words = new Uint32Array(4);
    for (let block = 0; block < 1000; block++) {
      philox(block, 0, 2, 0, 1, 0, words);
      const stream = createRandomStream(1, 2);
      stream.position = 4 * block;
      const z = new Float64Array(4);
      fillNormal(stream, z);
      for (const half of [0, 2]) {
        const radius = Math.sqrt(-2 * Math.log((words[half]! + 0.5) / 2 ** 32));
        const angle = (2 * Math.PI * words[half + 1]!) / 2 ** 32;
        // Radius below 7 and angle below 7, each to a few roundings.
        expect(Math.abs(z[half]! - radius * Math.cos(angle))).toBeLessThan(2e-14);
        expect(Math.abs(z[half + 1]! - radius * Math.sin(angle))).toBeLessThan(2e-14);
      }
    }
  });
});
