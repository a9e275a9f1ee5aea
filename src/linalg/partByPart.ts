/** What is done to one vector of so many unknowns with its result, done to each of a block of them, which stand one behind the other. */
export function partByPart(
  unknowns: number,
  apply: (right: Float64Array, solution: Float64Array) => void,
): (right: Float64Array, solution: Float64Array) => void {
  return (right, solution) => {
    for (let at = 0; at < right.length; at += unknowns) {
      apply(right.subarray(at, at + unknowns), solution.subarray(at, at + unknowns));
    }
  };
}
