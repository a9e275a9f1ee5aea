/** Polynomials in x, y, z with exact derivatives and exact integrals over the unit sphere. */
export type Term = readonly [coefficient: number, a: number, b: number, c: number];
export type Polynomial = readonly Term[];

export function evaluate(polynomial: Polynomial, x: number, y: number, z: number): number {
  let sum = 0;
  for (const [coefficient, a, b, c] of polynomial) sum += coefficient * x ** a * y ** b * z ** c;
  return sum;
}

export function derivative(polynomial: Polynomial, axis: 0 | 1 | 2): Polynomial {
  return polynomial
    .filter((term) => term[axis + 1]! > 0)
    .map((term) => {
      const powers = [term[1], term[2], term[3]];
      const power = powers[axis]!;
      powers[axis] = power - 1;
      return [term[0] * power, powers[0]!, powers[1]!, powers[2]!] as const;
    });
}

export function product(p: Polynomial, q: Polynomial): Polynomial {
  return p.flatMap((s) => q.map((t) => [s[0] * t[0], s[1] + t[1], s[2] + t[2], s[3] + t[3]] as const));
}

/** All monomials of total degree <= degree with the given coefficients, in a fixed order. */
export function polynomialOf(degree: number, coefficients: ArrayLike<number>): Polynomial {
  const terms: Term[] = [];
  for (let total = 0; total <= degree; total++)
    for (let a = 0; a <= total; a++)
      for (let b = 0; a + b <= total; b++) terms.push([coefficients[terms.length]!, a, b, total - a - b]);
  return terms;
}

const doubleFactorial = (n: number): number => (n <= 1 ? 1 : n * doubleFactorial(n - 2));

/** int x^a y^b z^c over the sphere = 4 pi (a-1)!! (b-1)!! (c-1)!! / (a+b+c+1)!!, or 0 where a power is odd. */
export function sphereIntegral(polynomial: Polynomial): number {
  let sum = 0;
  for (const [coefficient, a, b, c] of polynomial) {
    if (a % 2 === 1 || b % 2 === 1 || c % 2 === 1) continue;
    sum +=
      (coefficient * 4 * Math.PI * doubleFactorial(a - 1) * doubleFactorial(b - 1) * doubleFactorial(c - 1)) /
      doubleFactorial(a + b + c + 1);
  }
  return sum;
}
