/**
 * The Clebsch-Gordan coefficient <jA mA; jB mB|j m>, mA = jA - a, mB = jB - b, j = jA + jB - k, from Racah's sum in whole numbers: no digit is lost
 * at any size. Its square is S^2 times a quotient of factorials, S = sum_i (-1)^i C(k, i) C(2jA - k, a - i) C(2jB - k, 2jB - b - i).
 */
export function exactCoupling(twiceA: number, twiceB: number, k: number, a: number, b: number): number {
  const row = a + b - k;
  const twiceJ = twiceA + twiceB - 2 * k;
  if (row < 0 || row > twiceJ) return 0;
  let sum = 0n;
  for (let i = 0; i <= k; i++) {
    const term = binomial(k, i) * binomial(twiceA - k, a - i) * binomial(twiceB - k, twiceB - b - i);
    sum += i % 2 === 0 ? term : -term;
  }
  const above =
    BigInt(twiceJ + 1) *
    [twiceJ - row, row, a, twiceA - a, b, twiceB - b].reduce((product, n) => product * factorial(n), 1n);
  const below = [twiceA - k, twiceB - k, k, twiceA + twiceB - k + 1].reduce((product, n) => product * factorial(n), 1n);
  const square = Number((sum * sum * above * SCALE) / below) / Number(SCALE);
  return (sum < 0n ? -1 : 1) * Math.sqrt(square);
}

/** What is cut off of a square below 1 is at most its inverse. */
const SCALE = 2n ** 200n;

const factorials: bigint[] = [1n];

function factorial(n: number): bigint {
  while (factorials.length <= n) factorials.push(factorials.at(-1)! * BigInt(factorials.length));
  return factorials[n]!;
}

const binomial = (n: number, k: number): bigint =>
  k < 0 || k > n ? 0n : factorial(n) / (factorial(k) * factorial(n - k));
