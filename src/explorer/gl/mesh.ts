import type { Mesh } from "./scene.ts";

/** Several meshes as one. */
export function joined(meshes: readonly Mesh[]): Mesh {
  if (meshes.length === 1) return meshes[0]!;
  const concat = (parts: readonly Float32Array[]): Float32Array => {
    const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  let first = 0;
  const triangles = meshes.flatMap(({ positions, triangles }) => {
    const from = first;
    first += positions.length / 3;
    return Array.from(triangles, (corner) => corner + from);
  });
  return {
    positions: concat(meshes.map(({ positions }) => positions)),
    values: concat(meshes.map(({ values }) => values)),
    margins: null,
    triangles: Uint32Array.from(triangles),
  };
}

/** Without the triangles of which a corner has no value. */
export function withoutGaps(mesh: Mesh): Mesh {
  const { triangles, values } = mesh;
  const kept: number[] = [];
  for (let k = 0; k < triangles.length; k += 3) {
    const corners = [triangles[k]!, triangles[k + 1]!, triangles[k + 2]!];
    if (corners.every((corner) => !Number.isNaN(values[corner]!))) kept.push(...corners);
  }
  return kept.length === triangles.length ? mesh : { ...mesh, triangles: Uint32Array.from(kept) };
}
