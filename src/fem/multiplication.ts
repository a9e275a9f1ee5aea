import type { Multiplication } from "../light/operatorSpace.ts";
import type { SparseMatrix } from "../linalg/sparse.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { addCellMatrix, forEachCell, zeroMatrix } from "./cells.ts";
import type { CellMap } from "./geometry.ts";
import { addOuterProducts } from "./outerProduct.ts";
import type { Quadrature } from "./quadrature.ts";
import type { Space } from "./space.ts";

/*
 * rho -> (l.J) rho in weak form: int v (l.J P) = int P D v with
 *
 *     D v = (N/2)(l.r) v + u.grad v,     u = [ l - (l.r) r + i l x r ] / 2
 *
 * and both sides at once: int v (l.J P (l.J)^+) = int (D^T P) conj(D) v + oint (u.n) P conj(D) v, D^T P = c (l.r) P - u.grad P, c = N/2 + d - 1 in
 * d dimensions. Of l = p + i s real and imaginary part are real operators of one form, with (p, -s) and (s, p) for (value, turn).
 */

/** value . r, and the field [ value - (value.r) r + turn x r ]/2. */
interface Part {
  readonly value: ComplexVector["re"];
  readonly turn: ComplexVector["re"];
}

const partsOf = ({ re, im }: ComplexVector): readonly [Part, Part] => [
  { value: re, turn: [-im[0], -im[1], -im[2]] },
  { value: im, turn: re },
];

/** Writes the components of a vector at point p of a cell along its reference directions into `out`. */
export type ReferenceComponents<Map extends CellMap> = (
  map: Map,
  p: number,
  vector: Float64Array,
  out: Float64Array,
) => void;

/** A space with what tells sphere and ball apart. */
export interface MultipliedSpace<Map extends CellMap> {
  readonly space: Space<string, Map>;
  readonly spins: number;
  readonly components: ReferenceComponents<Map>;
  /** Exact for products of two basis functions, or their derivatives, with polynomials of degree 2. */
  readonly rule: Quadrature;
}

/** The two matrices of (l.J) P on the pattern of the space. */
export function assembleMultiplication<Map extends CellMap>(
  multiplied: MultipliedSpace<Map>,
  l: ComplexVector,
): Multiplication {
  const [real, imaginary] = partsOf(l).map((part) => assemblePart(multiplied, part));
  return { real: real!, imaginary: imaginary! };
}

function assemblePart<Map extends CellMap>(multiplied: MultipliedSpace<Map>, part: Part): SparseMatrix {
  const { space, rule, spins } = multiplied;
  const { element } = space;
  const matrix = zeroMatrix(space.pattern);
  const local = new Float64Array(element.size ** 2);
  const { values, apply } = firstOrder(multiplied, rule);
  const tested = new Float64Array(values.length);
  forEachCell(space, rule, (cell, weights, map) => {
    apply(map, part, spins / 2, 1, weights, tested);
    local.fill(0);
    addOuterProducts(local, element.size, tested, values, weights.length);
    addCellMatrix(space, cell, local, matrix.values);
  });
  return matrix;
}

/** The matrix of (l.J) P (l.J)^+ without its boundary term. */
export function assembleSandwich<Map extends CellMap>(
  multiplied: MultipliedSpace<Map>,
  l: ComplexVector,
): SparseMatrix {
  const { space, rule, spins } = multiplied;
  const { element } = space;
  const matrix = zeroMatrix(space.pattern);
  const local = new Float64Array(element.size ** 2);
  const { values, apply } = firstOrder(multiplied, rule);
  const [tested, carried] = [new Float64Array(values.length), new Float64Array(values.length)];
  const ones = new Float64Array(rule.weights.length).fill(1);
  forEachCell(space, rule, (cell, weights, map) => {
    local.fill(0);
    for (const part of partsOf(l)) {
      apply(map, part, spins / 2, 1, weights, tested);
      apply(map, part, spins / 2 + element.dimension - 1, -1, ones, carried);
      addOuterProducts(local, element.size, tested, carried, weights.length);
    }
    addCellMatrix(space, cell, local, matrix.values);
  });
  return matrix;
}

/** One face of the boundary: its rule in reference coordinates of the cell behind it, and n dS in them for a weight of 1. */
export interface BoundaryFace {
  readonly cell: number;
  readonly rule: Pick<Quadrature, "points" | "weights">;
  readonly normal: readonly number[];
}

/** Adds oint (u.n) P conj(D) v over faces of the boundary to `matrix`. */
export function addSandwichBoundary<Map extends CellMap>(
  multiplied: MultipliedSpace<Map>,
  l: ComplexVector,
  faces: readonly BoundaryFace[],
  matrix: SparseMatrix,
): void {
  const { space, spins, components } = multiplied;
  const { element, geometry } = space;
  const sides = new Map<BoundaryFace["rule"], FirstOrder<Map> & { readonly map: Map }>();
  const local = new Float64Array(element.size ** 2);
  const [vector, along] = [new Float64Array(3), new Float64Array(element.dimension)];
  for (const { cell, rule, normal } of faces) {
    const side = sides.get(rule) ?? { ...firstOrder(multiplied, rule), map: geometry.map(rule.points) };
    sides.set(rule, side);
    const { map, values, apply } = side;
    map.move(cell);
    const tested = new Float64Array(values.length);
    const through = new Float64Array(rule.weights.length);
    local.fill(0);
    for (const part of partsOf(l)) {
      for (let p = 0; p < through.length; p++) {
        fieldAt(map.positions, p, part, vector);
        components(map, p, vector, along);
        const flux = normal.reduce((sum, value, k) => sum + value * along[k]!, 0);
        through[p] = rule.weights[p]! * map.measure[p]! * flux;
      }
      apply(map, part, spins / 2, 1, through, tested);
      addOuterProducts(local, element.size, tested, values, through.length);
    }
    addCellMatrix(space, cell, local, matrix.values);
  }
}

interface FirstOrder<Map> {
  /** Of the basis functions: points x size. */
  readonly values: Float64Array;
  /** out = weight (factor (value.r) phi + sign u.grad phi) of all basis functions at all points. */
  readonly apply: (
    map: Map,
    part: Part,
    factor: number,
    sign: 1 | -1,
    weights: Float64Array,
    out: Float64Array,
  ) => void;
}

function firstOrder<Map extends CellMap>(
  { space: { element }, components }: MultipliedSpace<Map>,
  rule: Pick<Quadrature, "points">,
): FirstOrder<Map> {
  const { size, dimension } = element;
  const { values, gradients } = element.tabulate(rule.points);
  const [vector, along] = [new Float64Array(3), new Float64Array(dimension)];
  return {
    values,
    apply: (map, part, factor, sign, weights, out) => {
      for (let p = 0, at = 0; p < weights.length; p++) {
        const weight = weights[p]!;
        const value = weight * factor * fieldAt(map.positions, p, part, vector);
        components(map, p, vector, along);
        const start = at;
        for (let i = 0; i < size; i++, at++) out[at] = value * values[at]!;
        for (let k = 0; k < dimension; k++) {
          const gradient = gradients[k]!;
          const rate = sign * weight * along[k]!;
          for (let i = 0; i < size; i++) out[start + i]! += rate * gradient[start + i]!;
        }
      }
    },
  };
}

/** Writes the field of a part at point p, and returns value . r. */
function fieldAt(positions: Float64Array, p: number, { value, turn }: Part, out: Float64Array): number {
  const x = positions[3 * p]!;
  const y = positions[3 * p + 1]!;
  const z = positions[3 * p + 2]!;
  const inner = value[0] * x + value[1] * y + value[2] * z;
  out[0] = (value[0] - inner * x + turn[1] * z - turn[2] * y) / 2;
  out[1] = (value[1] - inner * y + turn[2] * x - turn[0] * z) / 2;
  out[2] = (value[2] - inner * z + turn[0] * y - turn[1] * x) / 2;
  return inner;
}
