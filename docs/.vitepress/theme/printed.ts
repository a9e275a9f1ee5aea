/** A value as console.log of a sample shows it: text as it is, numbers and plain data as JSON. */
export function printed(values: readonly unknown[]): string {
  return values.map(shown).join(" ");
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  // Errors of the library say what is wrong and what to do; their class says nothing more.
  if (value instanceof Error) return "remedy" in value ? value.message : `${value.name}: ${value.message}`;
  if (typeof value !== "object" || value === null) return String(value);
  return JSON.stringify(value, (_, part) =>
    ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as Float64Array) : part,
  );
}
