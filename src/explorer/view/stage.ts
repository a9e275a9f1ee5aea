import type { SvgTheme } from "../../plot/theme.ts";
import { byId } from "../dom.ts";
import { joined } from "../gl/mesh.ts";
import { createRenderer, type Drawing, type Placed } from "../gl/renderer.ts";
import type { Curves, Mesh } from "../gl/scene.ts";
import type { Layer, Vector, View } from "../state.ts";
import { createAxisHandle } from "./axisHandle.ts";
import { type ColorScale, colorScale, rgbOf } from "./colorScale.ts";
import { behind, cameraOf } from "./gaze.ts";
import { followGestures } from "./gestures.ts";
import { farOverlay, flowLines, type Marks, mainOverlay, type Overlay } from "./overlay.ts";
import { type Disc, farDisc, mainDisc } from "./placement.ts";
import { surfaceSvg } from "./surfaceSvg.ts";
import { createTicker } from "./ticker.ts";

/** What is on the stage. */
export interface Shown {
  /** The sphere, or slices of the ball; none where there is nothing to draw, as of a state that is a point. */
  readonly meshes: readonly Mesh[];
  /** Markup. */
  readonly symbol: string;
  readonly flow: Curves;
  readonly marks: Marks;
  /** Of the slices in the ball; null on the sphere. */
  readonly axis: Vector | null;
}

export interface StageOptions {
  readonly onView: (view: View, final: boolean) => void;
  readonly onAxis: (axis: Vector, final: boolean) => void;
  readonly onScale: (scale: ColorScale | null) => void;
}

const NOTHING: Shown = {
  meshes: [],
  symbol: "*P*",
  flow: [],
  marks: { inside: false, outlines: [], fixedPoints: [], mean: null, trail: null, slices: [] },
  axis: null,
};

/** Of dark and light flow lines; on the sphere they lie on colours, in the ball on the page. */
const FLOW_STRENGTH = 0.85;
/** Seconds in which a head runs along its curve. */
const TURN = 5;
/** Where heads stand while nothing moves. */
const STILL = 0.35;

/** The sphere on the page: WebGL between two layers of SVG, or SVG alone. */
export function createStage(
  { onView, onAxis, onScale }: StageOptions,
  theme: SvgTheme,
  view: View,
  layers: Readonly<Record<Layer, boolean>>,
) {
  const box = byId("sphere");
  const canvas = byId<"canvas">("surface");
  const [back, front] = [byId("back"), byId("front")];
  const renderer = createRenderer(canvas);
  canvas.hidden = renderer === null;
  // It has keys of its own.
  box.tabIndex = 0;
  const now = { shown: NOTHING, theme, view, layers, width: 0, height: 0, scale: null as ColorScale | null };

  const disc = (): Disc => mainDisc(now.width, now.height, now.view);
  const handle = createAxisHandle(onAxis);
  const ticker = createTicker(drawAll, (phase) => renderer?.drawFlow(drawing(phase)));

  function drawing(phase: number | null): Drawing {
    const { width, height } = now;
    const far = farSide();
    const spheres: Placed[] = [
      { camera: cameraOf(now.view), left: 0, top: 0, width, height, radius: disc().radius },
      ...(far === null
        ? []
        : [
            {
              camera: cameraOf(behind(now.view)),
              left: far.x - far.radius,
              top: far.y - far.radius,
              width: 2 * far.radius,
              height: 2 * far.radius,
              radius: far.radius,
            },
          ]),
    ];
    const { bands, first, last, negligible, signed } = now.scale ?? EMPTY_SCALE;
    const ink = rgbOf(now.theme.ink);
    const { inside } = now.shown.marks;
    return {
      spheres,
      inside,
      surface: {
        first,
        last,
        bands: bands.colors.length,
        logarithmic: bands.log,
        negligible,
        contours: now.layers.contours,
        zeroLine: signed,
        hatching: now.layers.region,
        ink,
        nothing: rgbOf(now.theme.diverging[0][0]!),
      },
      flow: now.layers.flow
        ? {
            ink: rgbOf(now.theme.name === "dark" ? "#f2f4f7" : "#1a2735"),
            phase: (phase ?? STILL * TURN) / TURN,
            strength: FLOW_STRENGTH,
            width: Math.min(1.5, Math.max(0.9, disc().radius / now.view.zoom / 180)),
          }
        : null,
    };
  }

  /** null where it is not drawn: in the ball nothing hides the far half, and close by there is none. */
  function farSide(): Disc | null {
    const wanted = now.layers.farSide && !now.shown.marks.inside && now.shown.meshes.length > 0;
    return wanted ? farDisc(now.width, now.height) : null;
  }

  function visibleMarks(): Marks {
    const { marks } = now.shown;
    return {
      ...marks,
      bare: now.shown.meshes.length === 0,
      outlines: now.layers.region ? marks.outlines : [],
      fixedPoints: now.layers.fixedPoints ? marks.fixedPoints : [],
    };
  }

  /** Of both spheres; the id is that of gradients in it. */
  function overlays(id: string): { readonly main: Overlay; readonly far: Overlay | null } {
    const main = mainOverlay({ camera: cameraOf(now.view), ...disc() }, visibleMarks(), now.theme, id);
    const far = farSide();
    const marks = visibleMarks();
    return {
      main,
      far: far === null ? null : farOverlay({ camera: cameraOf(behind(now.view)), ...far }, marks, now.theme),
    };
  }

  /** The surface as SVG, where there is no WebGL, and in files. */
  function surfaces(id: string): { readonly main: string; readonly far: string } {
    const { meshes, marks } = now.shown;
    if (now.scale === null) return { main: "", far: "" };
    const style = {
      scale: now.scale,
      theme: now.theme,
      contours: now.layers.contours,
      hatching: now.layers.region,
      inside: marks.inside,
    };
    const far = farSide();
    const main = { camera: cameraOf(now.view), ...disc() };
    const flow = now.layers.flow ? flowLines(main, now.shown.flow, marks.inside, now.theme) : "";
    return {
      main: surfaceSvg(main, meshes, style, `${id}-main`, now) + flow,
      far:
        far === null ? "" : surfaceSvg({ camera: cameraOf(behind(now.view)), ...far }, meshes, style, `${id}-far`, now),
    };
  }

  function drawAll(phase: number | null): void {
    if (now.width === 0 || now.height === 0) return;
    renderer?.draw(drawing(phase));
    const { main, far } = overlays("stage");
    const drawn = renderer === null ? surfaces("stage") : { main: "", far: "" };
    // What is behind the far side's disc would shine through between it and its rim.
    back.innerHTML = main.back;
    front.innerHTML =
      drawn.main + main.front + (renderer === null ? (far?.back ?? "") + drawn.far : "") + (far?.front ?? "");
    handle.place(now.shown.axis, cameraOf(now.view), disc());
  }

  function recolor(): void {
    const { meshes, symbol } = now.shown;
    now.scale = meshes.length === 0 ? null : colorScale(symbol, meshes, now.theme);
    if (now.scale !== null) renderer?.setColors(now.scale.bytes, !now.layers.contours);
    onScale(now.scale);
  }

  const refresh = (): void => {
    ticker.animate(renderer !== null && now.layers.flow && now.shown.flow.length > 0);
    ticker.invalidate();
  };

  new ResizeObserver(() => {
    const { width, height } = box.getBoundingClientRect();
    Object.assign(now, { width, height });
    for (const svg of [back, front]) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    // Twice as fine as the page is all that is seen, and more would cost a frame.
    renderer?.setSize(width, height, Math.min(2, window.devicePixelRatio || 1));
    ticker.invalidate();
  }).observe(box);

  const turn = (next: View, final: boolean): void => {
    now.view = next;
    ticker.invalidate();
    onView(next, final);
  };
  followGestures(box, { view: () => now.view, disc, mean: () => now.shown.marks.mean, onView: turn });

  return {
    hasWebGl: renderer !== null,
    show(shown: Partial<Shown>): void {
      const before = now.shown;
      now.shown = { ...before, ...shown };
      if (now.shown.meshes !== before.meshes) renderer?.setMesh(joined(now.shown.meshes));
      if (now.shown.flow !== before.flow) renderer?.setFlow(now.shown.flow);
      if (now.shown.meshes !== before.meshes || now.shown.symbol !== before.symbol) recolor();
      refresh();
    },
    setView(next: View): void {
      now.view = next;
      ticker.invalidate();
    },
    setTheme(next: SvgTheme): void {
      now.theme = next;
      recolor();
      refresh();
    },
    setLayers(next: Readonly<Record<Layer, boolean>>): void {
      now.layers = next;
      if (now.scale !== null) renderer?.setColors(now.scale.bytes, !next.contours);
      refresh();
    },
    turn,
    disc,
    /** What is seen, for files: the canvas as it is, and the layers around it. */
    picture() {
      drawAll(null);
      const { main, far } = overlays("file");
      return {
        width: now.width,
        height: now.height,
        canvas: renderer === null ? null : canvas,
        main,
        far,
        surfaces: () => surfaces("file"),
      };
    },
  };
}

export type Stage = ReturnType<typeof createStage>;

const EMPTY_SCALE: Pick<ColorScale, "bands" | "first" | "last" | "negligible" | "signed"> = {
  bands: { edges: [0, 1], colors: ["#000000"], log: false },
  first: 0,
  last: 1,
  negligible: 0,
  signed: false,
};
