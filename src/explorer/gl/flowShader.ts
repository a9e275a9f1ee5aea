/**
 * Curves as instances of one strip: each instance is a piece from \`start\` to \`end\`, \`along\` is its share of the curve, plus a whole number that sets
 * the curves apart in phase. A bright head with a tail runs along each curve.
 */
export const flowVertex = `#version 300 es
in vec2 corner;
in vec3 start;
in vec3 end;
in vec3 along;
uniform mat3 view;
uniform vec2 scale, pixelSize;
uniform float width, phase;
out float share, head, side, depth;
void main() {
  vec3 p = view * start;
  vec3 q = view * end;
  vec2 from = p.xy * scale / pixelSize;
  vec2 to = q.xy * scale / pixelSize;
  vec2 direction = to - from;
  float size = length(direction);
  direction = size > 1e-6 ? direction / size : vec2(1.0, 0.0);
  share = mix(along.x, along.y, corner.x);
  head = fract(share - phase - along.z);
  side = corner.y;
  depth = mix(p.z, q.z, corner.x);
  vec2 at = mix(from, to, corner.x) + vec2(-direction.y, direction.x) * corner.y * width * (0.5 + head);
  gl_Position = vec4(at * pixelSize, -0.5 * depth - 0.002, 1.0);
}`;

export const flowFragment = `#version 300 es
precision highp float;
in float share, head, side, depth;
out vec4 color;
uniform vec3 ink;
uniform float inside, strength;
void main() {
  float edge = 1.0 - smoothstep(0.5, 1.0, abs(side));
  float ends = smoothstep(0.0, 0.12, share) * smoothstep(1.0, 0.92, share);
  float seen = inside > 0.5 ? 0.45 + 0.55 * smoothstep(-1.0, 1.0, depth) : smoothstep(0.0, 0.12, depth);
  color = vec4(ink, 1.0) * edge * ends * seen * strength * (0.16 + 0.74 * head * head);
}`;
