import type { AxialModel } from "../../../model/secondOrder/axis.ts";
import { addOuterProducts, addProducts } from "../../outerProduct.ts";
import { gaussLegendre, triangleQuadrature } from "../../quadrature.ts";
import { enrichedTriangle } from "../../sphere/element.ts";
import type { HalfDiskMesh } from "./mesh.ts";
import { type HalfDiskBasis, halfDiskCount, halfDiskPolynomials } from "./polynomials.ts";

/**
 * The weak form of a model around z in the plane of u = x^2 + y^2 and z, f a test function and W that of P,
 *
 *     d/dt int P f = int W b.grad f - (1/2N) int grad f.D grad W + (1/2N) oint W (D grad f).n      over pi du dz,
 *     b_u = u [-2 g + 2 d z (1 + 3/N)],   b_z = -2 g' z - 2 w' - (d/N) [(N + 2) u + 1 - z^2],
 *     D_uu = 8 u z [s z + d (1 - u)],   D_uz = -4 s u z + 2 d u (u - z^2 - 1),   D_zz = 2 u (s + d z),
 *
 * with s = k_- + k_+, d = k_- - k_+, g' = g_- + g_+, w' = g_- - g_+ and g = g' + g_z. Tests are the polynomials of the half disk themselves, P consists of
 * elements: Lagrange's interpolants of the same polynomials. Moments of degree up to the band are then exact on any mesh, if the boundary term is there.
 */
export interface HalfDiskForms {
  readonly mesh: HalfDiskMesh;
  /** Of the elements. */
  readonly degree: number;
  /** Polynomials u^a z^b with 2 a + b <= band. */
  readonly band: number;
  readonly size: number;
  /** Row k, column l: the form above for the test phi_k and the interpolant of phi_l. */
  readonly generator: Float64Array;
  /** int phi_k I phi_l. */
  readonly mass: Float64Array;
}

/** Coefficients of the equation at a point, the diffusion over 2N. */
interface Coefficients {
  bu: number;
  bz: number;
  uu: number;
  uz: number;
  zz: number;
}

function coefficientsAt({ spins, collective, local }: AxialModel, u: number, z: number, out: Coefficients): void {
  const { across: s, pull: d } = collective;
  const g = local.across + local.along;
  out.bu = u * (-2 * g + 2 * d * z * (1 + 3 / spins));
  out.bz = -2 * local.across * z - 2 * local.pull - (d / spins) * ((spins + 2) * u + (1 - z) * (1 + z));
  const share = 1 / (2 * spins);
  out.uu = share * 8 * u * z * (s * z + d * (1 - u));
  out.uz = share * u * (-4 * s * z + 2 * d * (u - z * z - 1));
  out.zz = share * 2 * u * (s + d * z);
}

/** Points of the Gauss rules in each direction of a triangle: a polynomial of the band changes sign as often there as its degree over the rows. */
const pointsAcross = (degree: number, band: number, rows: number): number =>
  Math.min(20, Math.ceil((degree + 3) / 2 + band / (2 * rows)) + 4);

interface Options {
  /** Degree of the elements. */
  readonly degree: number;
  readonly band: number;
  /** Rows of the mesh. */
  readonly rows: number;
  /** Whether the boundary term is there: it is to be left out only to show what it does. Default true. */
  readonly boundary?: boolean;
}

/** Both matrices of a model. */
export function halfDiskForms(
  model: AxialModel,
  mesh: HalfDiskMesh,
  { degree, band, rows, boundary = true }: Options,
): HalfDiskForms {
  const size = halfDiskCount(band);
  const forms = { mesh, degree, band, size, generator: new Float64Array(size ** 2), mass: new Float64Array(size ** 2) };
  const along = pointsAcross(degree, band, rows);
  const evaluate = halfDiskPolynomials(band);
  const nodes = new Float64Array(enrichedTriangle(degree).size * size);
  const inside = insideCell(model, degree, along, size, evaluate);
  const sides = boundary ? sideOfCell(model, degree, 2 * along, size, evaluate) : null;
  const spare = [new Float64Array(size), new Float64Array(size)] as const;
  const outer = new Set(mesh.outer);
  for (let cell = 0; cell < mesh.cells.length / 3; cell++) {
    const map = cellMap(mesh, cell);
    nodalValues(enrichedTriangle(degree).nodes, map, evaluate, nodes, spare);
    inside(map, nodes, forms);
    for (let corner = 0; corner < 3; corner++) if (outer.has(3 * cell + corner)) sides?.(corner, map, nodes, forms);
  }
  return forms;
}

/** The affine map of the reference triangle to a cell: u = u0 + ux xi + uy eta, and so z. */
interface CellMap {
  readonly u0: number;
  readonly ux: number;
  readonly uy: number;
  readonly z0: number;
  readonly zx: number;
  readonly zy: number;
  /** Twice the area. */
  readonly measure: number;
}

export function cellMap({ points, cells }: HalfDiskMesh, cell: number): CellMap {
  const [a, b, c] = [0, 1, 2].map((k) => 2 * cells[3 * cell + k]!) as [number, number, number];
  const [u0, z0] = [points[a]!, points[a + 1]!];
  const [ux, zx] = [points[b]! - u0, points[b + 1]! - z0];
  const [uy, zy] = [points[c]! - u0, points[c + 1]! - z0];
  return { u0, ux, uy, z0, zx, zy, measure: ux * zy - uy * zx };
}

/** Polynomials of the band at the nodes of a cell: nodes x size. */
function nodalValues(
  places: Float64Array,
  { u0, ux, uy, z0, zx, zy }: CellMap,
  evaluate: HalfDiskBasis,
  out: Float64Array,
  [byU, byZ]: readonly [Float64Array, Float64Array],
): void {
  const size = byU.length;
  for (let k = 0; 2 * k < places.length; k++) {
    const [xi, eta] = [places[2 * k]!, places[2 * k + 1]!];
    evaluate(u0 + ux * xi + uy * eta, z0 + zx * xi + zy * eta, out.subarray(k * size, (k + 1) * size), byU, byZ);
  }
}

type CellVisit = (map: CellMap, nodes: Float64Array, forms: HalfDiskForms) => void;

/** Adds the integrals over a cell: first with the basis functions of the element, of which P consists with its nodal values. */
function insideCell(
  model: AxialModel,
  degree: number,
  along: number,
  size: number,
  evaluate: HalfDiskBasis,
): CellVisit {
  const rule = triangleQuadrature(2 * along - 2);
  const depth = rule.weights.length;
  const element = enrichedTriangle(degree);
  const { values, gradients } = element.tabulate(rule.points);
  const [value, left, leftXi, leftEta] = [0, 1, 2, 3].map(() => new Float64Array(depth * size)) as Arrays<4>;
  const [byU, byZ] = [new Float64Array(size), new Float64Array(size)];
  const shape = { rows: element.size, columns: size };
  const [nodal, nodalMass] = [0, 1].map(() => new Float64Array(element.size * size)) as Arrays<2>;
  const at: Coefficients = { bu: 0, bz: 0, uu: 0, uz: 0, zz: 0 };
  return (map, nodes, { generator, mass }) => {
    const { u0, ux, uy, z0, zx, zy, measure } = map;
    for (let p = 0; p < depth; p++) {
      const [xi, eta] = [rule.points[2 * p]!, rule.points[2 * p + 1]!];
      const [u, z] = [u0 + ux * xi + uy * eta, z0 + zx * xi + zy * eta];
      const weight = Math.PI * measure * rule.weights[p]!;
      const row = value.subarray(p * size, (p + 1) * size);
      evaluate(u, z, row, byU, byZ);
      coefficientsAt(model, u, z, at);
      for (let k = 0, to = p * size; k < size; k++, to++) {
        row[k]! *= weight;
        left[to] = weight * (at.bu * byU[k]! + at.bz * byZ[k]!);
        const [alongU, alongZ] = [at.uu * byU[k]! + at.uz * byZ[k]!, at.uz * byU[k]! + at.zz * byZ[k]!];
        // Against derivatives of P by xi and eta in place of those by u and z.
        leftXi[to] = (-weight * (zy * alongU - uy * alongZ)) / measure;
        leftEta[to] = (-weight * (ux * alongZ - zx * alongU)) / measure;
      }
    }
    nodal.fill(0);
    nodalMass.fill(0);
    addProducts(nodal, shape, values, left, depth);
    addProducts(nodal, shape, gradients[0]!, leftXi, depth);
    addProducts(nodal, shape, gradients[1]!, leftEta, depth);
    addProducts(nodalMass, shape, values, value, depth);
    addOuterProducts(generator, size, nodal, nodes, element.size);
    addOuterProducts(mass, size, nodalMass, nodes, element.size);
  };
}

type Arrays<Count extends number> = Count extends 2
  ? [Float64Array, Float64Array]
  : [Float64Array, Float64Array, Float64Array, Float64Array];

/** Adds the integral over the side of a cell that is opposite to a corner. */
function sideOfCell(model: AxialModel, degree: number, along: number, size: number, evaluate: HalfDiskBasis) {
  const rule = gaussLegendre(along);
  const element = enrichedTriangle(degree);
  const sides = [0, 1, 2].map((corner) => {
    const [from, to] = [CORNERS[(corner + 1) % 3]!, CORNERS[(corner + 2) % 3]!];
    const points = Float64Array.from({ length: 2 * along }, (_, k) => {
      const share = (1 + rule.points[k >> 1]!) / 2;
      return (1 - share) * from[k & 1]! + share * to[k & 1]!;
    });
    return { points, values: element.tabulate(points).values, step: [to[0] - from[0], to[1] - from[1]] as const };
  });
  const left = new Float64Array(along * size);
  const [value, byU, byZ] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const nodal = new Float64Array(element.size * size);
  const at: Coefficients = { bu: 0, bz: 0, uu: 0, uz: 0, zz: 0 };
  return (corner: number, map: CellMap, nodes: Float64Array, { generator }: HalfDiskForms): void => {
    const { points, values, step } = sides[corner]!;
    const { u0, ux, uy, z0, zx, zy } = map;
    // Counterclockwise, the normal is the side turned by -90 degrees, as long as the side.
    const [normalU, normalZ] = [zx * step[0] + zy * step[1], -(ux * step[0] + uy * step[1])];
    for (let p = 0; p < along; p++) {
      const [xi, eta] = [points[2 * p]!, points[2 * p + 1]!];
      const [u, z] = [u0 + ux * xi + uy * eta, z0 + zx * xi + zy * eta];
      evaluate(u, z, value, byU, byZ);
      coefficientsAt(model, u, z, at);
      const weight = (Math.PI * rule.weights[p]!) / 2;
      const across = weight * (at.uu * normalU + at.uz * normalZ);
      const upward = weight * (at.uz * normalU + at.zz * normalZ);
      for (let k = 0, to = p * size; k < size; k++, to++) left[to] = across * byU[k]! + upward * byZ[k]!;
    }
    nodal.fill(0);
    addProducts(nodal, { rows: element.size, columns: size }, values, left, along);
    addOuterProducts(generator, size, nodal, nodes, element.size);
  };
}

/** Of the reference triangle. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [0, 1],
] as const;
