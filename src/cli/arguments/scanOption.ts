import { InputError } from "../../core/errors.ts";
import { linearRange } from "../../core/ranges.ts";
import type { ScanAxis } from "../../roads/meanField/scan.ts";

const EXAMPLE = "write it as in --scan field.x=0:2:41 collective.decay=0:2:21, after MODEL";

/** The two axes of --scan, each as "field.x=0:2:41". Throws InputError where they are not two, or not written as they should be. */
export function scanOption(texts: readonly string[]): readonly [ScanAxis, ScanAxis] {
  const axes = texts.map(scanAxis);
  if (axes.length === 2) return [axes[0]!, axes[1]!];
  throw new InputError({
    what: `--scan has ${axes.length} parameter${axes.length === 1 ? "" : "s"}, not two`,
    remedy: EXAMPLE,
    value: axes.length,
    limit: 2,
  });
}

/** Values on an axis: more than a scan may have, of which its own limit tells. */
export const MOST_VALUES = 10_000_000;

function scanAxis(text: string): ScanAxis {
  const [, parameter, ...numbers] = /^([^=]+)=([^:]+):([^:]+):([^:]+)$/.exec(text) ?? [];
  const [first, last, count] = numbers.map(Number) as [number, number, number];
  const valid =
    parameter !== undefined && Number.isFinite(first) && Number.isFinite(last) && Number.isInteger(count) && count >= 1;
  if (!valid || count > MOST_VALUES) {
    throw new InputError({ what: `--scan has "${text}", not NAME=FIRST:LAST:COUNT`, remedy: EXAMPLE, value: text });
  }
  return { parameter, values: linearRange(first, last, count) };
}
