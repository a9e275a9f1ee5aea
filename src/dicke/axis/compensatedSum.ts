/** A running sum of Neumaier: exact but for two roundings of the sum of the moduli. */
export interface CompensatedSum {
  sum: number;
  lost: number;
}

export const compensated = (): CompensatedSum => ({ sum: 0, lost: 0 });

export function addTo(total: CompensatedSum, value: number): void {
  const next = total.sum + value;
  total.lost += Math.abs(total.sum) >= Math.abs(value) ? total.sum - next + value : value - next + total.sum;
  total.sum = next;
}

export const totalOf = ({ sum, lost }: CompensatedSum): number => sum + lost;
