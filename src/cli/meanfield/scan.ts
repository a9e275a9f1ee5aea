import { InputError } from "../../core/errors.ts";
import { suggestName } from "../../model/nearestName.ts";
import { MODEL_PARAMETERS } from "../../model/spinModel.ts";

/** Components as people write them. */
const COMPONENTS: Readonly<Record<string, string>> = {
  "field.x": "field.0",
  "field.y": "field.1",
  "field.z": "field.2",
};

/** What a scan may vary, by the names of its help: N moves nothing. */
const SCANNED = [
  ...Object.keys(COMPONENTS),
  ...MODEL_PARAMETERS.filter((path) => path !== "spins" && !path.startsWith("field.")),
];

const MOST_PHASES = 250_000;

/** An axis as it was written, "field.x=0:2:41". */
export interface ScanAxis {
  readonly name: string;
  /** As `withParameter` takes it. */
  readonly path: string;
  readonly values: readonly number[];
}

/** The two axes of a scan. Throws InputError where they are not two, or not written as they should be. */
export function scanAxes(texts: readonly string[]): readonly [ScanAxis, ScanAxis] {
  const axes = texts.map(scanAxis);
  if (axes.length !== 2) {
    throw new InputError({
      what: `--scan has ${axes.length} parameter${axes.length === 1 ? "" : "s"}, not two`,
      remedy: EXAMPLE,
      value: axes.length,
      limit: 2,
    });
  }
  if (axes[0]!.path === axes[1]!.path) {
    throw new InputError({
      what: `both parameters of --scan are ${axes[0]!.name}`,
      remedy: "vary two different ones",
      value: axes[0]!.name,
    });
  }
  const count = axes[0]!.values.length * axes[1]!.values.length;
  if (count > MOST_PHASES) {
    throw new InputError({
      what: `--scan asks for ${count} phases, above ${MOST_PHASES}`,
      remedy: "give smaller counts",
      value: count,
      limit: MOST_PHASES,
    });
  }
  return [axes[0]!, axes[1]!];
}

const EXAMPLE = "write it as in --scan field.x=0:2:41 collective.decay=0:2:21, after MODEL";

function scanAxis(text: string): ScanAxis {
  const [, name, ...numbers] = /^([^=]+)=([^:]+):([^:]+):([^:]+)$/.exec(text) ?? [];
  const [first, last, count] = numbers.map(Number) as [number, number, number];
  const valid =
    name !== undefined && Number.isFinite(first) && Number.isFinite(last) && Number.isInteger(count) && count >= 1;
  if (!valid) {
    throw new InputError({ what: `--scan has "${text}", not NAME=FIRST:LAST:COUNT`, remedy: EXAMPLE, value: text });
  }
  const path = Object.hasOwn(COMPONENTS, name) ? COMPONENTS[name]! : name;
  if (path === "spins") {
    throw new InputError({
      what: "--scan varies spins, and the mean field is the limit of many spins",
      remedy: `vary one of ${SCANNED.join(", ")}`,
      value: name,
    });
  }
  if (!MODEL_PARAMETERS.includes(path)) {
    throw new InputError({
      what: `--scan has "${name}", which is no parameter of a model`,
      remedy: suggestName(name, SCANNED),
      value: name,
      limit: SCANNED,
    });
  }
  const values = Array.from({ length: count }, (_, k) =>
    k === count - 1
      ? count === 1
        ? first
        : last
      : Number((first + ((last - first) * k) / (count - 1)).toPrecision(12)),
  );
  return { name, path, values };
}
