import { cellCount, type Mesh } from "../../mesh/mesh.ts";
import { longestSide } from "../../mesh/sphere/geometry.ts";
import { cellLocator } from "../../mesh/sphere/locate.ts";
import { husimiOfMultipoles, unitVectors } from "../../state/blocks/husimi.ts";
import type { Vector3 } from "../../state/moments.ts";
import { productExactness } from "../cells.ts";
import { densitySampler } from "../density.ts";
import { densityEvaluator } from "../evaluate.ts";
import { gaussJacobi, maximumExactness } from "../quadrature.ts";
import { sphereMultipoles } from "./densityMatrix.ts";
import { significant } from "./purity.ts";
import type { FunctionSpace } from "./space.ts";

/** Up to this N all harmonics are cheap, and many directions with them. */
export const SPECTRAL_SPINS = 400;

/**
 * Returns a function from directions (3 numbers each) to the Husimi function Q(n) = int P ((1 + n.r)/2)^N of a density on the sphere, scaled to mass 1.
 *
 * Summed in harmonics where N is small. Else summed over points of the cells where these are not much wider than the kernel, and where they are over
 * points of P around each direction. The function throws InputError for a direction of length 0 or not finite.
 */
export function husimiOnSphere(
  space: FunctionSpace,
  density: Float64Array,
  spins: number,
): (directions: Float64Array) => Float64Array {
  if (spins > SPECTRAL_SPINS) return sumsOverPoints(space, density, spins);
  const multipoles = sphereMultipoles(space, density, spins);
  return (directions) => husimiOfMultipoles(spins, multipoles, directions);
}

/** Sides of a cell in units of 1/sqrt(N), up to which rules of high exactness see the kernel, exp(-N |r - n|^2/4). */
const WIDEST_CELL = 16;

/** Points of all cells together. */
const MOST_POINTS = 1_000_000;

function sumsOverPoints(
  space: FunctionSpace,
  density: Float64Array,
  spins: number,
): (directions: Float64Array) => Float64Array {
  const { points, values, measure } = densitySampler(space, pointExactness(space))(density);
  const all = significant(
    points,
    values.map((value, i) => value * measure[i]!),
  );
  const mass = all.weights.reduce((sum, weight) => sum + weight, 0);
  const sideAt = cellSides(space.mesh);
  const around = diskSum(space, density, spins);
  return (directions) => {
    const units = unitVectors(directions);
    return Float64Array.from({ length: units.length / 3 }, (_, k) => {
      const direction = units.subarray(3 * k, 3 * k + 3);
      const isWide = sideAt(direction) * Math.sqrt(spins) > WIDEST_CELL;
      return (isWide ? around(direction) : kernelSum(all, spins, direction)) / mass;
    });
  };
}

function pointExactness(space: FunctionSpace): number {
  const along = Math.floor(Math.sqrt(MOST_POINTS / cellCount(space.mesh)));
  return Math.max(productExactness(space), Math.min(maximumExactness, 2 * (along - 1)));
}

/** sum_i w_i ((1 + n.r_i)/2)^N, with (1 + n.r)/2 = 1 - |r - n|^2/4. */
function kernelSum(
  { points, weights }: { readonly points: Float64Array; readonly weights: Float64Array },
  spins: number,
  direction: Float64Array,
): number {
  const [x, y, z] = direction as unknown as Vector3;
  const reach = (4 * NEGLIGIBLE_EXPONENT) / spins;
  let sum = 0;
  for (let i = 0, at = 0; i < weights.length; i++, at += 3) {
    const apart = (points[at]! - x) ** 2 + (points[at + 1]! - y) ** 2 + (points[at + 2]! - z) ** 2;
    if (apart < reach) sum += weights[i]! * Math.exp(spins * Math.log1p(-apart / 4));
  }
  return sum;
}

/** Longest side of the cell that holds a direction. */
function cellSides(mesh: Mesh): (direction: Float64Array) => number {
  const locate = cellLocator(mesh);
  const barycentric = new Float64Array(3);
  return (direction) => {
    const cell = locate(direction, barycentric);
    const [a, b, c] = mesh.cells.subarray(3 * cell, 3 * cell + 3) as unknown as Vector3;
    return longestSide(mesh.points, 3 * a, 3 * b, 3 * c);
  };
}

/** exp of less is left out. */
const NEGLIGIBLE_EXPONENT = 36;

/** Points of a disk along its radius, and on each circle. */
const ALONG = 20;
const AROUND = 24;

/**
 * int P ((1 + n.r)/2)^N around a direction, where the kernel is narrower than the cell. With |r - n| = 2 s the area is 8 pi s ds, and the kernel
 * (1 - s^2)^N.
 */
function diskSum(space: FunctionSpace, density: Float64Array, spins: number): (direction: Float64Array) => number {
  const evaluate = densityEvaluator(space, density);
  const { points: abscissas, weights } = gaussJacobi(ALONG, 0);
  const radius = Math.sqrt(NEGLIGIBLE_EXPONENT / spins);
  const points = new Float64Array(3 * ALONG * AROUND);
  const values = new Float64Array(ALONG * AROUND);
  return (direction) => {
    const [x, y, z] = direction as unknown as Vector3;
    const [e, f] = tangents(x, y, z);
    for (let i = 0, at = 0; i < ALONG; i++) {
      const s = (radius * (1 + abscissas[i]!)) / 2;
      const [along, across] = [1 - 2 * s * s, 2 * s * Math.sqrt(1 - s * s)];
      for (let j = 0; j < AROUND; j++, at += 3) {
        const phi = (2 * Math.PI * j) / AROUND;
        const [c, d] = [across * Math.cos(phi), across * Math.sin(phi)];
        points[at] = along * x + c * e[0] + d * f[0];
        points[at + 1] = along * y + c * e[1] + d * f[1];
        points[at + 2] = along * z + c * e[2] + d * f[2];
      }
    }
    evaluate(points, values);
    let sum = 0;
    for (let i = 0; i < ALONG; i++) {
      const s = (radius * (1 + abscissas[i]!)) / 2;
      const circle = values.subarray(AROUND * i, AROUND * (i + 1)).reduce((total, value) => total + value, 0);
      sum += (weights[i]! * radius * 4 * Math.PI * s * Math.exp(spins * Math.log1p(-s * s)) * circle) / AROUND;
    }
    return sum;
  };
}

/** Two vectors that make a right-handed frame with a unit vector. */
function tangents(x: number, y: number, z: number): readonly [Vector3, Vector3] {
  const sign = z >= 0 ? 1 : -1;
  const a = -1 / (sign + z);
  const b = x * y * a;
  return [
    [1 + sign * x * x * a, sign * b, -sign * x],
    [b, sign + y * y * a, -y],
  ];
}
