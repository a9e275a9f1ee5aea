import type { Camera } from "../../plot/camera.ts";
import { type FlowStyle, flowProgram } from "./flow.ts";
import type { Curves, Mesh, Seen } from "./scene.ts";
import { type SurfaceStyle, surfaceProgram } from "./surface.ts";

/** A sphere somewhere on the canvas, in pixels of the page from its upper left corner. */
export interface Placed {
  readonly camera: Camera;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
}

export interface Drawing {
  /** The first has the flow on it. */
  readonly spheres: readonly Placed[];
  /** Whether things are in the ball. */
  readonly inside: boolean;
  readonly surface: SurfaceStyle;
  /** null where none is drawn. */
  readonly flow: FlowStyle | null;
}

export interface Renderer {
  setSize(width: number, height: number, pixel: number): void;
  setMesh(mesh: Mesh): void;
  setColors(bytes: Uint8Array, smooth: boolean): void;
  setFlow(curves: Curves): void;
  /** Draws all of it. */
  draw(drawing: Drawing): void;
  /** Draws the flow alone anew, over the surface as it was drawn last. */
  drawFlow(drawing: Drawing): void;
}

const SAMPLES = 4;

/**
 * WebGL 2 in two programs. The surface is drawn into a buffer of its own and copied to the canvas, so that a frame in which only the flow moves costs
 * no surface. null where the browser has no WebGL 2.
 */
export function createRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const gl = canvas.getContext("webgl2", { antialias: false, depth: false, preserveDrawingBuffer: true });
  if (gl === null) return null;
  const surface = surfaceProgram(gl);
  const flow = flowProgram(gl);
  const buffer = gl.createFramebuffer();
  const [color, depth] = [gl.createRenderbuffer(), gl.createRenderbuffer()];
  let pixel = 1;

  const seen = ({ camera, width, height, radius }: Placed, inside: boolean): Seen => ({
    view: Float32Array.from([...camera.right, ...camera.up, ...camera.toward]),
    scale: [(2 * radius) / width, (2 * radius) / height],
    pixel,
    inside,
  });

  const look = ({ left, top, width, height }: Placed): void =>
    gl.viewport(left * pixel, canvas.height - (top + height) * pixel, width * pixel, height * pixel);

  const copy = (): void => {
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, buffer);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    const { width, height } = canvas;
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  };

  const flowOn = ({ spheres, inside, flow: style }: Drawing): void => {
    const main = spheres[0];
    if (style === null || main === undefined) return;
    look(main);
    flow.draw(seen(main, inside), [2 / (main.width * pixel), 2 / (main.height * pixel)], style);
  };

  const draw = (drawing: Drawing): void => {
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    for (const sphere of drawing.spheres) {
      look(sphere);
      // A later one stands before an earlier one.
      gl.clear(gl.DEPTH_BUFFER_BIT);
      surface.draw(seen(sphere, drawing.inside), drawing.surface);
    }
    // Among slices the flow is hidden in part, which needs their depth.
    if (drawing.inside) flowOn(drawing);
    copy();
    if (!drawing.inside) flowOn(drawing);
  };

  return {
    setSize(width, height, ratio) {
      pixel = ratio;
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      const size = [canvas.width, canvas.height] as const;
      gl.bindRenderbuffer(gl.RENDERBUFFER, color);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, SAMPLES, gl.RGBA8, ...size);
      gl.bindRenderbuffer(gl.RENDERBUFFER, depth);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, SAMPLES, gl.DEPTH_COMPONENT24, ...size);
      gl.bindFramebuffer(gl.FRAMEBUFFER, buffer);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, color);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, depth);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    },
    setMesh: surface.upload,
    setColors: surface.colors,
    setFlow: flow.upload,
    draw,
    drawFlow(drawing) {
      if (drawing.inside) draw(drawing);
      else {
        copy();
        flowOn(drawing);
      }
    },
  };
}
