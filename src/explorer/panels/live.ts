import type { Found } from "./results.ts";

/** What a screen reader says when all has been answered. */
export function announcement({ facts, certificate, table, spectrum }: Readonly<Found>): string {
  const parts: string[] = [];
  if (facts !== null) parts.push(facts.verdict.text);
  if (certificate !== null) parts.push(certificate.sentence.text);
  const mean = [0, 1, 2].map((k) => table?.rows.find(({ key }) => key === `mean.${k}`)?.value);
  if (mean.every((value) => value !== undefined))
    parts.push(`Mean spin ${mean.map((value) => value!.toFixed(4)).join(", ")}`);
  if (spectrum?.gap !== null && spectrum !== null) parts.push(`Slowest rate ${spectrum.gap.toPrecision(4)}`);
  return parts.length === 0 ? "" : `${parts.map((part) => part.replace(/\.$/, "")).join(". ")}.`;
}
