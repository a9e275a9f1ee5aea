/** What a generator returns, pulled to its end; what it yields on the way is left alone. */
export function finished<Result>(steps: Iterator<unknown, Result>): Result {
  let next = steps.next();
  while (next.done !== true) next = steps.next();
  return next.value;
}
