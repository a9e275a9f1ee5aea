/**
 * Whether the text of a number is an integer beyond 2^53 that a double rounds to another one: "9007199254740993" becomes
 * ...992. Rounding of decimals is what everybody expects, and 1e23 is read as what prints as 1e23.
 */
export function losesInteger(text: string, value: number): boolean {
  if (!(Math.abs(value) > Number.MAX_SAFE_INTEGER && Number.isFinite(value))) return false;
  const written = significantDigits(text.trim().toLowerCase());
  return written !== null && written !== significantDigits(String(value));
}

/** Digits without sign, point, exponent and zeros at both ends; null where the text is no decimal number. */
function significantDigits(text: string): string | null {
  if (/^[+-]?0[xob]/.test(text)) {
    const exact = BigInt(text.replace(/^[+-]/, ""));
    return exact.toString().replace(/0+$/, "");
  }
  const [, digits] = /^[+-]?([\d_]*\.?\d*)(?:e[+-]?\d+)?$/.exec(text) ?? [];
  return digits === undefined ? null : digits.replace(/[._]/g, "").replace(/^0+|0+$/g, "");
}
