import { recursionCoefficient } from "../core/harmonicRecursion.ts";
import type { EntryList } from "./hierarchy.ts";
import { addImaginary, addPair, ladder, type Place } from "./ladder.ts";
import { KIND, type TermSet } from "./terms.ts";

/*
 * The terms that turn: what is not symmetric about z, of which the field and the three rates have the field alone. As functions of r, rho -> J_a rho is
 *
 *     D_a = 1/2 A_a - 1/2 l_a,   A_a = N r_a + d_a - r_a r.grad,   l = -i r x grad,
 *
 * and rho -> rho J_a its complex conjugate, in which l_a changes sign. So J_a rho - rho J_a is -l_a, J_a rho + rho J_a is A_a, and
 *
 *     -(i/N) chi_ab [J_a J_b, .] = -(i/N) chi_ab {J_a, [J_b, .]}   is   (i/N) chi_ab l_b A_a
 *     -(1/N) S_ab [J_a, [J_b, .]]                                  is   -(1/N) S_ab l_a l_b,
 *
 * for symmetric chi and S. l_a keeps n and l; A_a is r_a and d_a, which change l by 1, with numbers in front that depend on n and l alone. What
 * is left of K, w, is a vector with such numbers, and so is w' of the local processes. Elements in m are those of r_+- and l_+-,
 *
 *     r_+- Y_lm = -+ up(+-m) Y_{l+1,m+-1} +- down(+-m) Y_{l-1,m+-1},   l_+- Y_lm = ladder(+-m) Y_{l,m+-1},
 *
 * and the products l_+ A_z + l_z A_+, l_+ A_+ are worked out to one root, so that what vanishes is 0 without a rounding error.
 */

/** sqrt((l + m + 1)(l + m + 2)/((2l + 1)(2l + 3))). */
const up = (l: number, m: number): number => Math.sqrt(((l + m + 1) * (l + m + 2)) / ((2 * l + 1) * (2 * l + 3)));

/** sqrt((l - m)(l - m - 1)/((2l - 1)(2l + 1))). */
const down = (l: number, m: number): number => Math.sqrt(((l - m) * (l - m - 1)) / ((2 * l - 1) * (2 * l + 1)));

/** weight v.(what r Y_lm has in a shell of degree l + 1 or l - 1), v across z. */
export function addVector(entries: EntryList, name: "skew" | "localSkew", place: Place, weight: number): void {
  const { l, degree } = place;
  const element = degree > l ? up : down;
  addPair(entries, place, degree > l ? -weight : weight, {
    kinds: KIND[name],
    q: 1,
    odd: true,
    imaginary: false,
    element: (m) => element(l, m),
  });
}

/** i weight chi_ab l_b (what r_a Y_lm has in a shell of degree l + 1 or l - 1). */
export function addInteraction(entries: EntryList, terms: TermSet, place: Place, weight: number): void {
  const { l, m, degree } = place;
  const rises = degree > l;
  if (terms.has("interactionAxis"))
    addImaginary(entries, KIND.interactionAxis, place, weight * m * recursionCoefficient(Math.max(l, degree), m));
  if (terms.has("interactionTilt"))
    addPair(entries, place, weight, {
      kinds: KIND.interactionTilt,
      q: 1,
      odd: false,
      imaginary: true,
      element: (order) => (rises ? up(l, order) * (l - 2 * order) : down(l, order) * (l + 2 * order + 1)),
    });
  if (terms.has("interactionPlane"))
    addPair(entries, place, rises ? -weight : weight, {
      kinds: KIND.interactionPlane,
      q: 2,
      odd: true,
      imaginary: true,
      element: (order) =>
        rises
          ? up(l, order) * Math.sqrt((l - order) * (l + order + 3))
          : down(l, order) * Math.sqrt((l - order - 2) * (l + order + 1)),
    });
}

/** weight S_ab l_a l_b, but what keeps m. */
export function addProduct(entries: EntryList, terms: TermSet, place: Place, weight: number): void {
  const { l } = place;
  if (terms.has("tilt")) addTilt(entries, KIND.tilt, place, weight, (m) => (2 * m + 1) * ladder(l, m));
  if (terms.has("plane")) addPlane(entries, KIND.plane, place, weight, (m) => ladder(l, m) * ladder(l, m + 1));
}

/**
 * S'_ab r_b d_a on r^n Y_lm, but what keeps m, in a shell of the same n and the degree l, l + 2 or l - 2. On the same degree it is a multiple of
 * l_a l_b, by the theorem of Wigner and Eckart.
 */
export function addLocal(entries: EntryList, terms: TermSet, place: Place, n: number, weight: number): void {
  const { l, m, degree } = place;
  const [rise, fall] = [n - l, n + l + 1];
  if (degree === l) {
    const share = (rise * (2 * l - 1) + fall * (2 * l + 3)) / ((2 * l - 1) * (2 * l + 1) * (2 * l + 3));
    if (terms.has("localTilt"))
      addTilt(entries, KIND.localTilt, place, -weight * share, (order) => (2 * order + 1) * ladder(l, order));
    if (terms.has("localPlane"))
      addPlane(entries, KIND.localPlane, place, -weight * share, (order) => ladder(l, order) * ladder(l, order + 1));
    return;
  }
  const rises = degree > l;
  if (terms.has("localTilt"))
    addTilt(entries, KIND.localTilt, place, weight * (rises ? -rise : fall), (order) =>
      rises
        ? 2 * up(l + 1, order) * recursionCoefficient(l + 1, m)
        : 2 * down(l - 1, order) * recursionCoefficient(l, m),
    );
  if (terms.has("localPlane"))
    addPlane(entries, KIND.localPlane, place, weight * (rises ? rise : fall), (order) =>
      rises ? up(l, order) * up(l + 1, order + 1) : down(l, order) * down(l - 1, order + 1),
    );
}

type Element = (m: number) => number;

const addTilt = (
  entries: EntryList,
  kinds: readonly [number, number],
  place: Place,
  weight: number,
  element: Element,
) => addPair(entries, place, weight, { kinds, q: 1, odd: true, imaginary: false, element });

const addPlane = (
  entries: EntryList,
  kinds: readonly [number, number],
  place: Place,
  weight: number,
  element: Element,
) => addPair(entries, place, weight, { kinds, q: 2, odd: false, imaginary: false, element });
