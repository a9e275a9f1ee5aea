/** As little complex arithmetic as the closed forms in these tests need. */
export interface C {
  readonly re: number;
  readonly im: number;
}

export const c = (re: number, im = 0): C => ({ re, im });
export const add = (p: C, q: C): C => c(p.re + q.re, p.im + q.im);
export const sub = (p: C, q: C): C => c(p.re - q.re, p.im - q.im);
export const mul = (p: C, q: C): C => c(p.re * q.re - p.im * q.im, p.re * q.im + p.im * q.re);
export const abs = (p: C): number => Math.hypot(p.re, p.im);
export const div = (p: C, q: C): C => {
  const size = q.re * q.re + q.im * q.im;
  return c((p.re * q.re + p.im * q.im) / size, (p.im * q.re - p.re * q.im) / size);
};
export const sqrt = (p: C): C => {
  const size = abs(p);
  const re = Math.sqrt((size + Math.abs(p.re)) / 2);
  if (re === 0) return c(0);
  return p.re >= 0 ? c(re, p.im / (2 * re)) : c(Math.abs(p.im) / (2 * re), p.im >= 0 ? re : -re);
};
export const exp = (p: C): C => c(Math.exp(p.re) * Math.cos(p.im), Math.exp(p.re) * Math.sin(p.im));

/** zeta = (x + i y) / (1 + z), the stereographic plane seen from the south pole. */
export const toPlane = (r: ArrayLike<number>): C => div(c(r[0]!, r[1]!), c(1 + r[2]!));
export const toSphere = (zeta: C): [number, number, number] => {
  const size = zeta.re ** 2 + zeta.im ** 2;
  return [(2 * zeta.re) / (1 + size), (2 * zeta.im) / (1 + size), (1 - size) / (1 + size)];
};
