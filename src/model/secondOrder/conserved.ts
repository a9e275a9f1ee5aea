import { symmetricDecomposition } from "../../linalg/dense/decompositions.ts";
import { Matrix } from "../../linalg/dense/matrix.ts";
import { tangentBasis } from "../stability.ts";
import { type Coefficients, dot, length, type SymmetricSix, scaled, type Triple, timesVector } from "./coefficients.ts";

/**
 * What commutes with the Hamiltonian and with all jump operators and their adjoints, and so keeps its distribution, next to the
 * identity:
 *
 * - everything: nothing happens
 * - hamiltonian: H itself, where there are no jumps and no axis
 * - spin: n.J along `axis`, where the model is symmetric around it and its jumps are along it
 * - parity: exp(i pi n.J), where all jumps are along `axis` and H changes n.J by 0 and 2 only
 * - side: whether n.J is above or below `between`, where all jumps are along `axis` and the field cancels the interaction on one step of
 *   the ladder of n.J
 */
export type Conserved =
  | { readonly kind: "everything" }
  | { readonly kind: "hamiltonian" }
  | { readonly kind: "spin"; readonly axis: Triple }
  | { readonly kind: "parity"; readonly axis: Triple }
  | { readonly kind: "side"; readonly axis: Triple; readonly between: readonly [number, number] };

/** Relative to the largest coefficient of its kind: what is below is a rounding of 0. */
const ROUNDING = 16 * Number.EPSILON;

const NOTHING: SymmetricSix = [0, 0, 0, 0, 0, 0];

/**
 * The conserved quantity of a model, null where there is none; in the symmetric subspace, and with local processes among the
 * permutation-symmetric operators.
 *
 * The real and imaginary parts of all l span the range of S + S', for v.(S + S') v is a sum of rate |l.v|^2. Where that has two dimensions or
 * three, two components of J (of every sigma_n) generate all others, and nothing but the identity commutes with an irreducible set.
 * Where it is a line n, an operator that commutes with n.J (with every n.sigma_n) is a function of n.J, and it commutes with H if it is the
 * same on both sides of every matrix element of H. From m to m + 1 that is a multiple of b + (2 m + 1) c / N, from m to m + 2 of a, with
 *
 *     b = B_u - i B_v,   c = chi_nu - i chi_nv,   a = chi_uu - chi_vv - 2 i chi_uv
 *
 * in a frame u, v, n.
 *
 * Where nothing is conserved the steady state is unique. Several would live on orthogonal subspaces that all jumps and H - i sum A^+ A / 2 map into
 * themselves. If all jumps are Hermitian but for a phase the identity is a steady state of full rank, and what commutes decides. Otherwise take
 * a jump l that is not: for l.l = 0 it is a lowering operator, whose invariant subspaces lie inside one another; for l.l != 0 it is n.J
 * turned by a complex angle, and its eigenvectors, by which its invariant subspaces are spanned, have the overlaps <m|exp(2 eta u.J)|m'>, u not along n, of
 * which none is 0. The same holds for products of the eigenvectors of the l.sigma_n; and next to local jumps along one axis, invariant
 * subspaces are spanned by products of its states, and a collective jump that is not along it leads from each of them to one that all share.
 *
 * @param rounding share of the largest coefficient of its kind that counts as a rounding of 0
 */
export function conservedQuantity(coefficients: Coefficients, rounding = ROUNDING): Conserved | null {
  const { field, collective, local, spins } = coefficients;
  // The squares of the components of one spin are numbers.
  const interaction = spins === 1 ? NOTHING : coefficients.interaction;
  const total = collective.symmetric.map((value, k) => value + local.symmetric[k]!) as unknown as SymmetricSix;
  const size = Math.max(...total.slice(0, 3));
  if (size === 0) return ofHamiltonian(field, interaction, spins, rounding);
  const { values, vectors } = eigen(total);
  if (values[1]! > rounding * size) return null;
  return along(clean(vectors[2]!), field, interaction, spins, rounding);
}

/** The name of a conserved quantity, for messages. */
export function conservedName(conserved: Conserved): string {
  if (conserved.kind === "everything") return "every observable";
  if (conserved.kind === "hamiltonian") return "the energy H";
  const spin = spinName(conserved.axis);
  if (conserved.kind === "spin") return spin;
  if (conserved.kind === "parity") return `the parity exp(i pi ${spin})`;
  const [below, above] = conserved.between;
  return `whether ${spin} is at most ${below} or at least ${above}`;
}

function spinName(axis: Triple): string {
  const single = axis.findIndex((value) => Math.abs(value) === 1);
  return single >= 0
    ? `J_${"xyz"[single]}`
    : `n.J with n = (${axis.map((value) => Number(value.toPrecision(6))).join(", ")})`;
}

/** Without jumps: what commutes with H alone. */
function ofHamiltonian(field: Triple, interaction: SymmetricSix, spins: number, rounding: number): Conserved {
  const [chi, strength] = [anisotropy(interaction, rounding), length(field)];
  // The squares of one spin are numbers.
  const twists = spins > 1 && chi > 0;
  if (!twists)
    return strength === 0 ? { kind: "everything" } : { kind: "spin", axis: clean(scaled(field, 1 / strength)) };
  for (const axis of eigen(interaction).vectors.map(clean)) {
    const found = along(axis, field, interaction, spins, rounding);
    if (found?.kind === "spin") return found;
  }
  return { kind: "hamiltonian" };
}

/** Which functions of n.J commute with H. */
function along(
  axis: Triple,
  field: Triple,
  interaction: SymmetricSix,
  spins: number,
  rounding: number,
): Conserved | null {
  const [u, v] = tangentBasis(axis).to2DArray() as unknown as [Triple, Triple];
  const [chiU, chiV] = [timesVector(interaction, u), timesVector(interaction, v)];
  const chi = anisotropy(interaction, rounding);
  const present = (value: number, scale: number): number => (Math.abs(value) <= rounding * scale ? 0 : value);
  const strength = length(field);
  const b: Complex = [present(dot(field, u), strength), present(-dot(field, v), strength)];
  const c: Complex = [present(dot(chiU, axis), chi), present(-dot(chiV, axis), chi)];
  const a: Complex = [present(dot(chiU, u) - dot(chiV, v), chi), present(-2 * dot(chiU, v), chi)];
  const double = a[0] !== 0 || a[1] !== 0;
  const single = [...b, ...c].some((value) => value !== 0);
  if (!single) return double ? { kind: "parity", axis } : { kind: "spin", axis };
  // Two steps lead around a single step that is missing, of which there is at most one.
  if (double) return null;
  const missing = missingStep(b, c, spins, rounding);
  return missing === null ? null : { kind: "side", axis, between: [missing, missing + 1] };
}

type Complex = readonly [re: number, im: number];

/** The m with b + (2 m + 1) c / N = 0 among -N/2 ... N/2 - 1, or null. */
function missingStep(b: Complex, c: Complex, spins: number, rounding: number): number | null {
  const size = c[0] * c[0] + c[1] * c[1];
  if (size === 0) return null;
  const ratio = -(b[0] * c[0] + b[1] * c[1]) / size;
  // 2 m + 1 = N ratio has the parity of N + 1.
  const doubled = 2 * Math.round((spins * ratio - 1 + spins) / 2) + 1 - spins;
  if (Math.abs(doubled) > spins - 1) return null;
  const left = Math.hypot(b[0] + (doubled * c[0]) / spins, b[1] + (doubled * c[1]) / spins);
  return left <= rounding * Math.hypot(...b, ...c) ? (doubled - 1) / 2 : null;
}

/** The largest entry of chi that is not part of a multiple of 1, 0 where rounding alone has left it. */
function anisotropy(chi: SymmetricSix, rounding: number): number {
  const [xx, yy, zz, xy, xz, yz] = chi;
  const largest = Math.max(...[xx - yy, yy - zz, zz - xx, xy, xz, yz].map(Math.abs));
  return largest <= rounding * Math.max(...chi.map(Math.abs)) ? 0 : largest;
}

/** Eigenvalues, ascending, with unit vectors. */
function eigen([xx, yy, zz, xy, xz, yz]: SymmetricSix): { values: readonly number[]; vectors: readonly Triple[] } {
  const matrix = new Matrix([
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ]);
  const { eigenvalues, eigenvectors } = symmetricDecomposition(matrix);
  return {
    values: Array.from(eigenvalues),
    vectors: [0, 1, 2].map((k) => eigenvectors.getColumn(k) as unknown as Triple),
  };
}

/** An axis without the roundings of 0 and 1 in it, its last component that is not 0 positive. */
function clean(axis: Triple): Triple {
  const rounded = axis.map((value) => {
    if (Math.abs(value) < ROUNDING) return 0;
    return Math.abs(value) > 1 - ROUNDING ? Math.sign(value) : value;
  });
  const sign = Math.sign(rounded.findLast((value) => value !== 0) ?? 1);
  return [sign * rounded[0]! + 0, sign * rounded[1]! + 0, sign * rounded[2]! + 0];
}
