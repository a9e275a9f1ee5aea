/** Interpolation nodes: Gauss-Lobatto on edges, and inside by a recursion that keeps interpolation well conditioned. */

/** Gauss-Lobatto-Legendre nodes on [0, 1], n + 1 of them, ascending; for n = 0 the midpoint. */
export function lobattoNodes(n: number): Float64Array {
  if (n === 0) return Float64Array.of(0.5);
  const nodes = new Float64Array(n + 1);
  nodes[n] = 1;
  for (let k = 1; 2 * k <= n; k++) {
    // Zeros of P_n' by Newton's method, started at the extrema of the Chebyshev polynomial.
    let x = -Math.cos((Math.PI * k) / n);
    for (let step = 0; step < 50; step++) {
      let before = 1;
      let value = x;
      for (let j = 1; j < n; j++) {
        const after = ((2 * j + 1) * x * value - j * before) / (j + 1);
        before = value;
        value = after;
      }
      const first = (n * (before - x * value)) / (1 - x * x);
      const second = (2 * x * first - n * (n + 1) * value) / (1 - x * x);
      const change = first / second;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes[k] = (1 + x) / 2;
    nodes[n - k] = 1 - nodes[k]!;
  }
  if (n % 2 === 0) nodes[n / 2] = 0.5;
  return nodes;
}

/**
 * Node with barycentric multi-index `index` (its sum is the degree) in a simplex of any dimension: the nodes of the facets,
 * averaged with the one-dimensional nodes as weights (Isaac, doi:10.1137/20M1321802). Barycentric coordinates.
 */
export function recursiveNode(index: readonly number[]): number[] {
  const degree = index.reduce((sum, a) => sum + a, 0);
  if (index.length === 1) return [1];
  const line = lobattoNodes(degree);
  if (index.length === 2) return [line[index[0]!]!, line[index[1]!]!];
  const node = index.map(() => 0);
  let total = 0;
  for (let i = 0; i < index.length; i++) {
    const weight = line[degree - index[i]!]!;
    if (weight === 0) continue;
    const facet = recursiveNode(index.filter((_, k) => k !== i));
    for (let k = 0; k < index.length; k++) if (k !== i) node[k]! += weight * facet[k < i ? k : k - 1]!;
    total += weight;
  }
  return node.map((coordinate) => coordinate / total);
}
