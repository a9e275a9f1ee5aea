/** A running sum of Neumaier: exact but for two roundings of the result, for terms of one sign. */
export interface CompensatedSum {
  sum: number;
  lost: number;
}

export const compensated = (): CompensatedSum => ({ sum: 0, lost: 0 });

export function addTo(total: CompensatedSum, value: number): void {
  const next = total.sum + value;
  total.lost += total.sum >= value ? total.sum - next + value : value - next + total.sum;
  total.sum = next;
}

export const totalOf = ({ sum, lost }: CompensatedSum): number => sum + lost;
