import type { OperatorSpace } from "../../light/operatorSpace.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { combined, multiplicationBy } from "../expansionOperators.ts";
import { bandEntrySizes, bandGenerator, type HarmonicBand, harmonicBand } from "./band.ts";
import { forEachEntry } from "./bandForms.ts";
import { scaled, unknownScales } from "./bandScales.ts";
import { bandStart } from "./bandStart.ts";

const AXES = [0, 1, 2] as const;

/**
 * The operators of the symmetric subspace by the harmonics l <= N of P as trial and test functions, evaluated exactly: what P has beyond is gauge, so that nothing is left out, parabolic or not.
 * The unknowns are those of `bandScales.ts`, in which Hermitian operators are orthonormal.
 *
 * @throws ResourceLimitError as `harmonicBand`
 */
export function bandOperators(model: SpinModel): OperatorSpace {
  const { spins } = model;
  const band = harmonicBand(spins);
  const scales = unknownScales(spins, spins);
  const generatorOf = (other: SpinModel): SparseMatrix => scaled(bandGenerator(band, other), scales);
  const trace = new Float64Array(band.size);
  trace[0] = Math.sqrt(4 * Math.PI) / scales[0]!;
  const products = AXES.map((a) => {
    const rotation = combined([[0.5, band.forms.term(a)]]);
    return [scaled(anticommutator(band, a, spins), scales), scaled(rotation, scales)] as const;
  });
  return {
    spins,
    generator: generatorOf(model),
    sizes: scaled(bandEntrySizes(band, model), scales),
    generatorOf,
    mass: null,
    trace,
    pin: 0,
    start: (initial) => ({ load: bandStart(band, initial, spins).map((value, k) => scales[k]! * value), error: 0 }),
    multiplication: (l) => multiplicationBy(products, l),
    sandwich: null,
  };
}

/**
 * int P [ (N/2) r_a + (e_a - r_a r).grad / 2 ] v: the gradient of a harmonic v of degree l gives -l times the part of degree l + 1 of r_a v, and l + 1 times that of degree l - 1.
 */
function anticommutator({ forms, size }: HarmonicBand, axis: 0 | 1 | 2, spins: number): SparseMatrix {
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  forEachEntry(forms.position(axis), (row, column, value) => {
    const degree = Math.floor(Math.sqrt(row));
    rows.push(row);
    columns.push(column);
    values.push(value * (column > row ? (spins - degree) / 2 : (spins + degree + 1) / 2));
  });
  return sparseFromTriplets(size, size, rows, columns, values);
}
