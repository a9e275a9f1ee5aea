import { pathName } from "./issues.ts";
import { LARGEST_COEFFICIENT, LARGEST_RATIO, MAXIMUM_SPINS } from "./limits.ts";
import {
  constantFault,
  groupRemedy,
  interactionFault,
  interactionRemedy,
  jumpsFault,
  modelRemedy,
} from "./modelRemedies.ts";
import { jumpList } from "./operator/jumpShape.ts";
import { type Dissipation, NO_INTERACTION } from "./secondOrder/coefficients.ts";
import { after, type Check, map, number, orElse, triple } from "./shapes.ts";
import type { SpinModel } from "./spinModel.ts";

const sizeFault: Check<number> = (value) =>
  Math.abs(value) <= LARGEST_COEFFICIENT
    ? null
    : {
        what: `above ${LARGEST_COEFFICIENT}`,
        remedy: "choose a time unit in which rates and field are of order 1",
        limit: LARGEST_COEFFICIENT,
      };

const givenRate = after(
  constantFault,
  number((value) => (value >= 0 ? sizeFault(value) : { what: "below 0", remedy: "give a rate >= 0", limit: 0 })),
);

const rate = orElse(givenRate, 0);

const fieldFault: Check<readonly [number, number, number]> = (field) => {
  const at = field.findIndex((value) => sizeFault(value) !== null);
  return at < 0 ? null : { ...sizeFault(field[at]!)!, path: [at] };
};

/**
 * That the coefficients of a model can be computed with together: the field as a whole, whose components may be as small beside one
 * another as rounding makes them, the interaction likewise, and every rate that is not 0 times the square of its operator. For objects
 * that hold them; a field in time is not looked at.
 */
export const scaleFault: Check<
  Pick<SpinModel, "interaction" | "collective" | "local"> & { readonly field?: unknown }
> = (model) => {
  const { field } = model;
  const entries: { readonly path: readonly (string | number)[]; readonly value: number }[] = [];
  if (Array.isArray(field)) entries.push({ path: ["field"], value: Math.hypot(...(field as number[])) });
  entries.push({ path: ["interaction"], value: Math.hypot(...Object.values(model.interaction ?? {})) });
  for (const group of ["collective", "local"] as const) {
    const { jumps = [], ...rates } = model[group];
    for (const [name, value] of Object.entries(rates)) entries.push({ path: [group, name], value });
    for (const [k, { rate, operator }] of jumps.entries()) {
      const size = Math.hypot(...operator.re, ...operator.im);
      entries.push({ path: [group, "jumps", k, "rate"], value: rate * size * size });
    }
  }
  const present = entries.filter(({ value }) => value > 0);
  if (present.length === 0) return null;
  const largest = present.reduce((one, other) => (other.value > one.value ? other : one));
  const smallest = present.reduce((one, other) => (other.value < one.value ? other : one));
  if (smallest.value * LARGEST_RATIO >= largest.value) return null;
  return {
    what: `which beside ${pathName(largest.path, "")} ${largest.value} is lost to rounding: their ratio is above ${LARGEST_RATIO}`,
    remedy: "give 0 for what is too slow to matter, or leave out what is fast",
    limit: largest.value / LARGEST_RATIO,
    path: smallest.path,
  };
};

const NO_PROCESSES: Dissipation = Object.freeze({ dephasing: 0, pump: 0, decay: 0 });
const NO_FIELD: SpinModel["field"] = Object.freeze([0, 0, 0] as const);

const coefficient = orElse(after(constantFault, number(sizeFault)), 0);

const interaction = orElse(
  after(
    interactionFault,
    map(
      { xx: coefficient, yy: coefficient, zz: coefficient, xy: coefficient, xz: coefficient, yz: coefficient },
      undefined,
      interactionRemedy,
    ),
  ),
  NO_INTERACTION,
);

const processes = (kind: "collective" | "local") =>
  orElse(
    map(
      { dephasing: rate, pump: rate, decay: rate, jumps: orElse(after(jumpsFault, jumpList(kind, givenRate)), []) },
      undefined,
      groupRemedy,
    ),
    NO_PROCESSES,
  );

const spins = number((value) => {
  const remedy = "give a whole number of spins from 1 to 2^53";
  if (!Number.isInteger(value)) return { what: "not a whole number", remedy, limit: 1 };
  if (value < 1) return { what: "below 1", remedy, limit: 1 };
  if (value > MAXIMUM_SPINS) return { what: `above 2^53 = ${MAXIMUM_SPINS}`, remedy, limit: MAXIMUM_SPINS };
  return null;
});

/** The keys of a model; a file format that holds more than a model extends this shape. */
export const spinModelShape = {
  spins,
  field: orElse(triple(number(), fieldFault), NO_FIELD),
  interaction,
  collective: processes("collective"),
  local: processes("local"),
};

export const wholeModel = map(spinModelShape, scaleFault, modelRemedy);
