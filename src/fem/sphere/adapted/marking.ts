/**
 * The fewest cells whose indicators are at least a share of the sum of all, the largest first, of equal ones the lowest numbers
 * (Doerfler, doi:10.1137/0733054).
 *
 * @param indicators one number a cell, none below 0
 */
export function largestShare(indicators: Float64Array, share: number): number[] {
  const order = Array.from(indicators.keys()).sort((a, b) => indicators[b]! - indicators[a]! || a - b);
  let open = share * indicators.reduce((sum, value) => sum + value, 0);
  const marked: number[] = [];
  for (const cell of order) {
    if (open <= 0) break;
    open -= indicators[cell]!;
    marked.push(cell);
  }
  return marked;
}
