/** A triangle mesh on the sphere or in the ball, seen from infinity: rows of `view` are right, up and towards the viewer. */
export const surfaceVertex = `#version 300 es
in vec3 position;
in float value;
in float margin;
uniform mat3 view;
uniform vec2 scale;
out vec3 place;
out vec3 seen;
out float v;
out float m;
void main() {
  place = position;
  seen = view * position;
  v = value;
  m = margin;
  gl_Position = vec4(seen.xy * scale, -0.5 * seen.z, 1.0);
}`;

/**
 * Bands of colour between the edges first .. last (log10 of them where \`logarithmic\`), lines between the bands, the line of 0, graticule, and hatching
 * where the margin is below 0. Widths are in pixels of the screen, by the derivative of what a line is a level of.
 */
export const surfaceFragment = `#version 300 es
precision highp float;
in vec3 place;
in vec3 seen;
in float v;
in float m;
out vec4 color;
uniform sampler2D ramp;
uniform float first, last, bands, logarithmic, negligible, pixel;
uniform float contours, zeroLine, hatching, rounded;
uniform vec3 ink, nothing;

float near(float distance, float width) {
  return 1.0 - smoothstep(width * pixel - 0.5, width * pixel + 0.5, distance);
}
float pixels(float level) { return abs(level) / max(fwidth(level), 1e-30); }
float wholePixels(float level) { return abs(fract(level - 0.5) - 0.5) / max(fwidth(level), 1e-30); }

void main() {
  float measured = logarithmic > 0.5 ? log(max(v, 1e-30)) * 0.4342944819 : v;
  float band = (measured - first) / (last - first) * bands;
  vec3 c = texture(ramp, vec2(clamp(band / bands, 0.0, 1.0), 0.5)).rgb;

  // Next to nothing has no sign.
  c = mix(nothing, c, smoothstep(0.1, 0.3, negligible > 0.0 ? abs(v) / negligible : 1.0));

  if (contours > 0.5 && band > 0.5 && band < bands - 0.5 && abs(v) > negligible) {
    c = mix(c, ink, 0.2 * near(wholePixels(band), 0.45));
  }
  if (rounded > 0.5) {
    vec3 u = normalize(place);
    float parallels = asin(clamp(u.z, -1.0, 1.0)) * 1.909859317;
    float meridians = sin(6.0 * atan(u.y, u.x));
    float grid = max(near(wholePixels(parallels), 0.4), near(pixels(meridians), 0.4) * smoothstep(0.998, 0.985, abs(u.z)));
    c = mix(c, ink, 0.14 * grid);
  }
  if (zeroLine > 0.5 && abs(v) + 2.0 * fwidth(v) > negligible) c = mix(c, ink, 0.72 * near(pixels(v), 0.6));
  if (hatching > 0.5 && m < 0.0) {
    float slanted = abs(fract((gl_FragCoord.x - gl_FragCoord.y) / (9.0 * pixel)) - 0.5) * 6.364 * pixel;
    c = mix(c, ink, 0.42 * near(slanted, 0.5));
  }
  if (rounded > 0.5) c *= 1.0 - 0.15 * smoothstep(0.66, 1.0, length(seen.xy));
  color = vec4(c, 1.0);
}`;
