import { recursionCoefficient } from "../core/harmonicRecursion.ts";
import type { Multiplication } from "../light/operatorSpace.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { combineTerms, type EntryList, type Hierarchy } from "./hierarchy.ts";
import { addField, type Place } from "./ladder.ts";
import { addVector } from "./tensors.ts";
import { KIND, TERM_COUNT, type TermSet } from "./terms.ts";

/*
 * rho -> (l.J) rho. In the words of tensors.ts J_a rho is A_a/2, half of the anticommutator, and half of the commutator, which is the field along a.
 */

/** What a hierarchy of multiplications holds: it borrows the kinds of w for A. */
export const ANTICOMMUTATORS: TermSet = new Set(["skew"]);

/** The field in the row(s) of order m of one shell. */
export const addCommutators = addField;

/** weight times what r has in a shell of degree l + 1 or l - 1, in the row(s) of order m. */
export function addAnticommutators(entries: EntryList, place: Place, weight: number): void {
  const { row, l, m, column, degree } = place;
  addVector(entries, "skew", place, weight);
  const along = weight * recursionCoefficient(Math.max(l, degree), m);
  if (m > degree || along === 0) return;
  const at = Math.max(0, 2 * m - 1);
  for (let part = 0; part < (m === 0 ? 1 : 2); part++)
    entries.add(KIND.difference, row + at + part, column + at + part, along);
}

/** Matrices of (l.J) rho from a hierarchy of these entries. */
export function multiplicationIn(hierarchy: Hierarchy): (l: ComplexVector) => Multiplication {
  const { pattern } = hierarchy;
  const combined = ([x, y, z]: ComplexVector["re"], [u, v, w]: ComplexVector["re"], half: number) => {
    const thetas = new Array<number>(TERM_COUNT).fill(0);
    [thetas[KIND.skew[0]], thetas[KIND.skew[1]], thetas[KIND.difference]] = [x, y, z];
    [thetas[KIND.fieldX], thetas[KIND.fieldY], thetas[KIND.fieldZ]] = [half * u, half * v, half * w];
    const values = new Float64Array(pattern.columnIndices.length);
    combineTerms(hierarchy, thetas, values);
    return { pattern, values };
  };
  return ({ re, im }) => ({ real: combined(re, im, -0.5), imaginary: combined(im, re, 0.5) });
}
