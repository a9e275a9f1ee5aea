import { linkProgram } from "./program.ts";
import type { Mesh, Rgb, Seen } from "./scene.ts";
import { surfaceFragment, surfaceVertex } from "./surfaceShader.ts";

/** How a surface is coloured. */
export interface SurfaceStyle {
  /** Ends of the scale, log10 of them where it is logarithmic, and the number of bands between. */
  readonly first: number;
  readonly last: number;
  readonly bands: number;
  readonly logarithmic: boolean;
  /** Values below it in size are nothing that a line should follow. */
  readonly negligible: number;
  readonly contours: boolean;
  readonly zeroLine: boolean;
  readonly hatching: boolean;
  readonly ink: Rgb;
  /** Of values that are smaller than that. */
  readonly nothing: Rgb;
}

/** The program that draws meshes with values. */
export function surfaceProgram(gl: WebGL2RenderingContext) {
  const program = linkProgram(gl, surfaceVertex, surfaceFragment);
  const array = gl.createVertexArray();
  const buffers = [gl.createBuffer(), gl.createBuffer(), gl.createBuffer()] as const;
  const indices = gl.createBuffer();
  const ramp = gl.createTexture();
  let count = 0;
  let hasMargins = false;

  gl.bindVertexArray(array);
  const names = ["position", "value", "margin"] as const;
  names.forEach((name, k) => {
    const at = program.attribute(name);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[k]!);
    gl.vertexAttribPointer(at, k === 0 ? 3 : 1, gl.FLOAT, false, 0, 0);
    if (k < 2) gl.enableVertexAttribArray(at);
  });
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indices);
  gl.bindVertexArray(null);

  return {
    upload({ positions, values, margins, triangles }: Mesh): void {
      gl.bindVertexArray(array);
      for (const [k, data] of [positions, values, margins ?? new Float32Array(0)].entries()) {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers[k]!);
        gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
      }
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, triangles, gl.DYNAMIC_DRAW);
      hasMargins = margins !== null;
      const margin = program.attribute("margin");
      if (hasMargins) gl.enableVertexAttribArray(margin);
      else gl.disableVertexAttribArray(margin);
      gl.bindVertexArray(null);
      count = triangles.length;
    },
    /** Colours of the bands, three bytes each; between their middles they are mixed where `smooth`. */
    colors(bytes: Uint8Array, smooth: boolean): void {
      gl.bindTexture(gl.TEXTURE_2D, ramp);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, bytes.length / 3, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, bytes);
      const filter = smooth ? gl.LINEAR : gl.NEAREST;
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, filter);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
        gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
    },
    draw({ view, scale, pixel, inside }: Seen, style: SurfaceStyle): void {
      if (count === 0) return;
      gl.useProgram(program.handle);
      const numbers = {
        first: style.first,
        last: style.last,
        bands: style.bands,
        logarithmic: Number(style.logarithmic),
        negligible: style.negligible,
        pixel,
        contours: Number(style.contours),
        zeroLine: Number(style.zeroLine),
        hatching: Number(style.hatching && hasMargins),
        rounded: Number(!inside),
      };
      for (const [name, value] of Object.entries(numbers)) gl.uniform1f(program.uniform(name), value);
      gl.uniformMatrix3fv(program.uniform("view"), true, view);
      gl.uniform2fv(program.uniform("scale"), scale);
      gl.uniform3fv(program.uniform("ink"), style.ink);
      gl.uniform3fv(program.uniform("nothing"), style.nothing);
      gl.bindTexture(gl.TEXTURE_2D, ramp);
      gl.enable(gl.DEPTH_TEST);
      gl.disable(gl.BLEND);
      // Of a sphere the far half is hidden; slices are seen from both sides.
      if (inside) gl.disable(gl.CULL_FACE);
      else gl.enable(gl.CULL_FACE);
      gl.bindVertexArray(array);
      gl.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_INT, 0);
      gl.bindVertexArray(null);
    },
  };
}
