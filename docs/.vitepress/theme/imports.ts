const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])(blochfem(?:\/[^"']*)?)\2/g;

/** A module with the names of the library's parts replaced by addresses: a worker has no table of them. Throws on a name that is not among them. */
export function withAddresses(code: string, parts: readonly string[], addressOf: (part: string) => string): string {
  return code.replace(IMPORT, (_, before: string, quote: string, name: string) => {
    const part = name === "blochfem" ? "index" : name.slice("blochfem/".length);
    if (!parts.includes(part)) {
      const known = parts.map((one) => (one === "index" ? "blochfem" : `blochfem/${one}`)).join(", ");
      throw new Error(`${name} is not there in a page; these are: ${known}`);
    }
    return `${before}${quote}${addressOf(part)}${quote}`;
  });
}
