import { gaussJacobi, pointsAlong, type Quadrature } from "../quadrature.ts";

/**
 * Rule on the tetrahedron (0,0,0), (1,0,0), (0,1,0), (0,0,1): Gauss rules on the cube, collapsed. All weights are positive, all points are
 * inside, and any exactness is there without a table; (exactness / 2 + 1)^3 points.
 *
 * @throws InputError above the highest exactness
 */
export function tetrahedronQuadrature(exactness: number): Quadrature {
  const n = pointsAlong(exactness);
  const [across, along, up] = [0, 1, 2].map((alpha) => gaussJacobi(n, alpha)) as [Rule, Rule, Rule];
  const points = new Float64Array(3 * n ** 3);
  const weights = new Float64Array(n ** 3);
  let at = 0;
  for (let k = 0; k < n; k++) {
    const z = (up.points[k]! + 1) / 2;
    for (let j = 0; j < n; j++) {
      const y = ((along.points[j]! + 1) / 2) * (1 - z);
      for (let i = 0; i < n; i++, at++) {
        points[3 * at] = ((across.points[i]! + 1) / 2) * (1 - y - z);
        points[3 * at + 1] = y;
        points[3 * at + 2] = z;
        // 1/8 for the three halved intervals; the weights (1 - x)^alpha are 2 (1 - y) and 4 (1 - z)^2: another 1/8.
        weights[at] = (across.weights[i]! * along.weights[j]! * up.weights[k]!) / 64;
      }
    }
  }
  return { points, weights, exactness };
}

type Rule = ReturnType<typeof gaussJacobi>;
