import { flowFragment, flowVertex } from "./flowShader.ts";
import { linkProgram } from "./program.ts";
import type { Curves, Rgb, Seen } from "./scene.ts";

export interface FlowStyle {
  readonly ink: Rgb;
  /** Where the heads are on their curves, in whole turns. */
  readonly phase: number;
  readonly strength: number;
  /** Half of that of a head, in pixels of the page. */
  readonly width: number;
}

/** Numbers of an instance: start, end, share of the curve at both, phase. */
const STRIDE = 9;
/** Each curve is so much of a turn ahead of the one before, so that no two heads near one another march in step. */
const APART = 0.6180339887;

/** Instances of all pieces of curves. */
export function flowPieces(curves: Curves): Float32Array {
  const pieces = curves.reduce((sum, curve) => sum + Math.max(0, curve.length / 3 - 1), 0);
  const data = new Float32Array(STRIDE * pieces);
  let at = 0;
  for (const [number, curve] of curves.entries()) {
    const count = curve.length / 3 - 1;
    for (let k = 0; k < count; k++, at += STRIDE) {
      data.set(curve.subarray(3 * k, 3 * k + 6), at);
      data[at + 6] = k / count;
      data[at + 7] = (k + 1) / count;
      data[at + 8] = (number * APART) % 1;
    }
  }
  return data;
}

/** The program that draws curves along which heads run. */
export function flowProgram(gl: WebGL2RenderingContext) {
  const program = linkProgram(gl, flowVertex, flowFragment);
  const array = gl.createVertexArray();
  const corners = gl.createBuffer();
  const pieces = gl.createBuffer();
  let count = 0;

  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, -1, 1, -1, 0, 1, 1, 1]), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(program.attribute("corner"));
  gl.vertexAttribPointer(program.attribute("corner"), 2, gl.FLOAT, false, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, pieces);
  for (const [k, name] of ["start", "end", "along"].entries()) {
    const at = program.attribute(name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 3, gl.FLOAT, false, 4 * STRIDE, 12 * k);
    gl.vertexAttribDivisor(at, 1);
  }
  gl.bindVertexArray(null);

  return {
    upload(curves: Curves): void {
      const data = flowPieces(curves);
      gl.bindBuffer(gl.ARRAY_BUFFER, pieces);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
      count = data.length / STRIDE;
    },
    draw({ view, scale, pixel, inside }: Seen, pixelSize: readonly [number, number], style: FlowStyle): void {
      if (count === 0) return;
      gl.useProgram(program.handle);
      gl.uniformMatrix3fv(program.uniform("view"), true, view);
      gl.uniform2fv(program.uniform("scale"), scale);
      gl.uniform2fv(program.uniform("pixelSize"), pixelSize);
      gl.uniform1f(program.uniform("width"), style.width * pixel);
      gl.uniform1f(program.uniform("phase"), style.phase % 1);
      gl.uniform1f(program.uniform("inside"), Number(inside));
      gl.uniform1f(program.uniform("strength"), style.strength);
      gl.uniform3fv(program.uniform("ink"), style.ink);
      gl.disable(gl.CULL_FACE);
      if (inside) gl.enable(gl.DEPTH_TEST);
      else gl.disable(gl.DEPTH_TEST);
      gl.depthMask(false);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      gl.bindVertexArray(array);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
      gl.bindVertexArray(null);
      gl.depthMask(true);
    },
  };
}
