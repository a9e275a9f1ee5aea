import {
  type CheckParameters,
  explainCheck,
  explainCount,
  explainKey,
  explainType,
  type InputIssue,
  type Path,
  type WantedType,
} from "./issues.ts";

/** Where a value of the input stands, and where to say what is wrong with it. */
export interface Place {
  /** The whole input, and what messages call it. */
  readonly input: unknown;
  readonly root: string;
  readonly path: Path;
  /** Whether the value may be left out. */
  readonly optional: boolean;
  readonly issues: InputIssue[];
}

/** What a shape returns for a value that is not as it should be, having said why. */
export const faulty: unique symbol = Symbol("faulty");

/** The checked form of a value of unknown type, or `faulty` with an issue added for everything that is wrong. Never throws. */
export type Shape<Value> = (value: unknown, place: Place) => Value | typeof faulty;

/** What a shape makes of a value that is as it should be. */
export type Content<Of> = Of extends Shape<infer Value> ? Value : never;

/** What is wrong with a value, or null. */
export type Check<Value> = (value: Value) => CheckParameters | null;

type Members = Readonly<Record<string, Shape<unknown>>>;
type MapOf<Of extends Members> = { readonly [Key in keyof Of]: Content<Of[Key]> };
type Triple<Value> = readonly [Value, Value, Value];

export type Checked<Value> =
  | { readonly value: Value; readonly issues: null }
  | { readonly value: null; readonly issues: readonly InputIssue[] };

const RANK = { unknownKey: 0, value: 1, missing: 2 } as const;

/**
 * An input checked as a whole, `root` in messages; or all that is wrong with it: unknown keys first (a misspelt key also makes its
 * proper one missing: the cause comes before the consequence), then wrong values, then missing ones.
 */
export function checkInput<Value>(shape: Shape<Value>, input: unknown, root: string): Checked<Value> {
  const issues: InputIssue[] = [];
  const value = shape(input, { input, root, path: [], optional: false, issues });
  if (value !== faulty) return { value, issues: null };
  return { value: null, issues: issues.sort((a, b) => RANK[a.kind] - RANK[b.kind]) };
}

/** A finite number for which `check` finds nothing wrong. -0 becomes 0, so that equal models print equal. */
export const number = (check?: Check<number>): Shape<number> =>
  checked((value, place) => (isFiniteNumber(value) ? value + 0 : wrongType("number", place)), check);

export const text = (check?: Check<string>): Shape<string> =>
  checked((value, place) => (typeof value === "string" ? value : wrongType("string", place)), check);

/** Any value, also none, for which `check` finds nothing wrong. */
export const anything = (check?: Check<unknown>): Shape<unknown> => checked((value) => value, check);

/** A list of any length. */
export const list = <Value>(entry: Shape<Value>, check?: Check<readonly Value[]>): Shape<readonly Value[]> =>
  checked((value, place) => (Array.isArray(value) ? entriesOf(entry, value, place) : wrongType("list", place)), check);

/** A list of three. */
export const triple = <Value>(entry: Shape<Value>, check?: Check<Triple<Value>>): Shape<Triple<Value>> =>
  checked((value, place) => {
    if (!Array.isArray(value)) return wrongType("list", place);
    if (value.length !== 3) return fault(place, explainCount(place, 3));
    return entriesOf(entry, value, place) as Triple<Value> | typeof faulty;
  }, check);

/** What to do about a key that a map does not have, where that is more than to correct its spelling; else null. */
export type KeyRemedy = (key: string) => string | null;

/** A map with these keys and no others. */
export const map = <Of extends Members>(
  members: Of,
  check?: Check<MapOf<NoInfer<Of>>>,
  remedyFor: KeyRemedy = () => null,
): Shape<MapOf<Of>> =>
  checked((value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType("map", place);
    const before = place.issues.length;
    const names = Object.keys(members);
    const content = names.map((name) => {
      const member = (value as Readonly<Record<string, unknown>>)[name];
      return [name, members[name]!(member, inside(place, name))] as const;
    });
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(members, key)) {
        place.issues.push(explainKey(inside(place, key), key, names, remedyFor(key)));
      }
    }
    return place.issues.length > before ? faulty : (Object.fromEntries(content) as MapOf<Of>);
  }, check);

/** The same for a value in which `check` finds nothing wrong before its parts are looked at. */
export const after =
  <Value>(check: Check<unknown>, shape: Shape<Value>): Shape<Value> =>
  (value, place) => {
    const parameters = check(value);
    return parameters === null ? shape(value, place) : fault(place, explainCheck(place, parameters));
  };

/** The same, or nothing. */
export const optional = <Value>(shape: Shape<Value>): Shape<Value | undefined> => orElse(shape, undefined);

/** The same, or this value where there is none. */
export const orElse =
  <Value, Other>(shape: Shape<Value>, other: Other): Shape<Value | Other> =>
  (value, place) =>
    value === undefined ? other : shape(value, { ...place, optional: true });

/** What `change` makes of a value that is as it should be. */
export const changed =
  <From, To>(shape: Shape<From>, change: (value: From) => To): Shape<To> =>
  (value, place) => {
    const found = shape(value, place);
    return found === faulty ? faulty : change(found);
  };

/** A shape with a check of its whole value, for which the parts have to be right. */
export function checked<Value>(shape: Shape<Value>, check: Check<Value> = () => null): Shape<Value> {
  return (value, place) => {
    const found = shape(value, place);
    if (found === faulty) return faulty;
    const parameters = check(found);
    return parameters === null ? found : fault(place, explainCheck(place, parameters));
  };
}

const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);

const inside = (place: Place, part: string | number): Place => ({
  ...place,
  path: [...place.path, part],
  optional: false,
});

function entriesOf<Value>(entry: Shape<Value>, values: readonly unknown[], place: Place): Value[] | typeof faulty {
  const before = place.issues.length;
  const found = Array.from(values, (value, k) => entry(value, inside(place, k)));
  return place.issues.length > before ? faulty : (found as Value[]);
}

function fault({ issues }: Place, issue: InputIssue): typeof faulty {
  issues.push(issue);
  return faulty;
}

const wrongType = (wanted: WantedType, place: Place): typeof faulty => fault(place, explainType(place, wanted));
