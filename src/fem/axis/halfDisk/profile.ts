import { triangleQuadrature } from "../../quadrature.ts";
import { enrichedTriangle } from "../../sphere/element.ts";
import type { AxisProfile } from "../profile.ts";
import { cellMap, type HalfDiskForms } from "./forms.ts";
import { halfDiskPolynomials } from "./polynomials.ts";

/** How far beyond a side a place may be, in shares of the cell: rounding. */
const ROUNDING = 1e-12;

/** P of elements from the coefficients of its interpolants. */
export function elementProfile(
  { mesh, degree, band, size }: Pick<HalfDiskForms, "mesh" | "degree" | "band" | "size">,
  coefficients: Float64Array,
): AxisProfile {
  const element = enrichedTriangle(degree);
  const cells = mesh.cells.length / 3;
  const maps = Array.from({ length: cells }, (_, cell) => cellMap(mesh, cell));
  const evaluate = halfDiskPolynomials(band);
  const [values, byU, byZ] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const nodal = new Float64Array(cells * element.size);
  const places = new Float64Array(2 * nodal.length);
  for (const [cell, { u0, ux, uy, z0, zx, zy }] of maps.entries()) {
    for (let i = 0; i < element.size; i++) {
      const [xi, eta] = [element.nodes[2 * i]!, element.nodes[2 * i + 1]!];
      const at = cell * element.size + i;
      const [u, z] = [u0 + ux * xi + uy * eta, z0 + zx * xi + zy * eta];
      places.set([u, z], 2 * at);
      evaluate(u, z, values, byU, byZ);
      for (let k = 0; k < size; k++) nodal[at]! += coefficients[k]! * values[k]!;
    }
  }
  const find = (u: number, z: number): { readonly cell: number; readonly xi: number; readonly eta: number } | null => {
    for (const [cell, { u0, ux, uy, z0, zx, zy, measure }] of maps.entries()) {
      const [du, dz] = [u - u0, z - z0];
      const xi = (zy * du - uy * dz) / measure;
      const eta = (ux * dz - zx * du) / measure;
      if (xi >= -ROUNDING && eta >= -ROUNDING && xi + eta <= 1 + ROUNDING) return { cell, xi, eta };
    }
    return null;
  };
  const inCell = (cell: number, table: Float64Array, row: number): number => {
    let sum = 0;
    for (let i = 0; i < element.size; i++) sum += table[row * element.size + i]! * nodal[cell * element.size + i]!;
    return sum;
  };
  return {
    at: (rho, z) => {
      const found = find(rho * rho, z);
      return found === null ? 0 : inCell(found.cell, element.tabulate(Float64Array.of(found.xi, found.eta)).values, 0);
    },
    contains: (rho, z) => find(rho * rho, z) !== null,
    summary: summaryOf(),
    nodes: () => {
      const points = new Float64Array(3 * nodal.length);
      for (let k = 0; k < nodal.length; k++) points.set([Math.sqrt(places[2 * k]!), 0, places[2 * k + 1]!], 3 * k);
      return { points, values: nodal };
    },
  };

  function summaryOf() {
    const rule = triangleQuadrature(2 * degree);
    const table = element.tabulate(rule.points).values;
    let [minimum, maximum, negativeMass, mass] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
    const look = (value: number): void => {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    };
    nodal.forEach(look);
    for (const [cell, { measure }] of maps.entries()) {
      for (const [p, weight] of rule.weights.entries()) {
        const value = inCell(cell, table, p);
        look(value);
        const part = Math.PI * measure * weight * value;
        mass += part;
        if (part < 0) negativeMass -= part;
      }
    }
    return { minimum, maximum, negativeMass, mass };
  }
}
