export const excerptOf = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`;

/** Characters that an address may hold as they are stay legible; halves of characters have no code. */
export const encode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(
    /%2C|%3A|%2F|%20/g,
    (code) => ({ "%2C": ",", "%3A": ":", "%2F": "/" })[code] ?? "_",
  );

export function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("_", " "));
  } catch {
    return null;
  }
}

export const numberText = (value: number): string => String(value + 0);

/** null for what is no finite number. */
export function numberOf(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value + 0 : null;
}
