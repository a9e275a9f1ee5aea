import type { Mesh } from "../mesh.ts";
import { sphericalDelaunay } from "./delaunay.ts";
import { fibonacciPoints } from "./fibonacciPoints.ts";

/** Delaunay mesh of `fibonacciPoints(count)`: 2 count - 4 triangles. Throws InputError as that does. */
export function fibonacci(count: number): Mesh {
  return sphericalDelaunay(fibonacciPoints(count));
}
