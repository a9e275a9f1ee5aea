/**
 * The keys of `values` whose value is not undefined: `{ ...defined({ band, degree }) }` passes options on as they were given,
 * for a key that holds undefined is not a key left out where a property is optional.
 */
export function defined<Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>;
}

type Defined<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };
