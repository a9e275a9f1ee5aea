import type { SvgTheme } from "../../plot/theme.ts";
import type { EvolutionAnswer, FactsAnswer, PictureAnswer, SlicesAnswer } from "../protocol.ts";
import type { ExplorerState, Layer, Vector, View } from "../state.ts";
import type { ColorScale } from "./colorScale.ts";
import { type Captions, pngFile, svgFile } from "./files.ts";
import { facing } from "./gaze.ts";
import { SIGNS, type Sign, showLegend, showSigns } from "./legend.ts";
import { pictureNotes, shownOfPicture, shownOfSlices, sliceNormals, zoomForWidth } from "./picture.ts";
import { createStage } from "./stage.ts";

export interface SceneOptions {
  readonly state: () => ExplorerState;
  readonly theme: () => SvgTheme;
  readonly onView: (view: View, final: boolean) => void;
  readonly onAxis: (axis: Vector, final: boolean) => void;
}

/** The stage, and what is written around it. */
export function createScene({ state, theme, onView, onAxis }: SceneOptions) {
  let facts: FactsAnswer | null = null;
  let picture: PictureAnswer | SlicesAnswer | null = null;
  let evolution: EvolutionAnswer | null = null;
  let index: number | null = null;
  let scale: ColorScale | null = null;
  const stage = createStage(
    {
      onView,
      onAxis,
      onScale: (next) => {
        scale = next;
        write();
      },
    },
    theme(),
    state().view,
    state().layers,
  );

  const inside = (): boolean => picture?.kind === "slices";

  function write(): void {
    showLegend(scale, theme(), pictureNotes(picture));
    showSigns(signs(), theme());
  }

  function signs(): Sign[] {
    const { layers } = state();
    const kinds = new Set(layers.fixedPoints ? facts?.fixedPoints.map(({ kind }) => kind) : []);
    const unstable = [...kinds].some((kind) => kind !== "stable" && kind !== "centre");
    return [
      ...(layers.region && facts?.parabolic === false && facts.domain === "sphere" ? [SIGNS.region] : []),
      ...(kinds.has("stable") ? [SIGNS.stable] : []),
      ...(kinds.has("centre") ? [SIGNS.centre] : []),
      ...(unstable ? [SIGNS.unstable] : []),
      ...(picture === null ? [] : [SIGNS.mean]),
      ...(layers.fixedPoints && facts !== null && facts.continuum !== null
        ? [{ text: facts.continuum, draw: () => "" }]
        : []),
    ];
  }

  function remark(): void {
    const mean = picture?.mean ?? null;
    const path = index === null || evolution === null ? null : evolution.means.subarray(0, 3 * (index + 1));
    stage.show({
      marks: {
        inside: inside(),
        outlines: facts?.outlines ?? [],
        // Where the flow of another domain goes is not seen.
        fixedPoints: facts?.fixedPoints ?? [],
        mean,
        trail: path,
        slices: inside() ? sliceNormals(state().axis, mean!) : [],
      },
      flow: facts?.flow ?? [],
    });
    write();
  }

  const captions = (): Captions => ({
    title: `The state of ${state().model.spins} spins on the Bloch sphere`,
    notes: pictureNotes(picture),
    scale,
    signs: signs(),
  });

  return {
    isInside: inside,
    showFacts(answer: FactsAnswer): void {
      facts = answer;
      remark();
    },
    showPicture(answer: PictureAnswer): void {
      picture = answer;
      stage.show(shownOfPicture(answer));
      remark();
    },
    showSlices(answer: SlicesAnswer): void {
      picture = answer;
      stage.show(shownOfSlices(answer, state().axis));
      remark();
    },
    /** There is nothing to show of the model. */
    clear(): void {
      picture = null;
      stage.show({ meshes: [], axis: null });
      remark();
    },
    setEvolution(answer: EvolutionAnswer | null): void {
      evolution = answer;
      remark();
    },
    /** Of the time that is shown. */
    setIndex(next: number | null): void {
      if (next === index) return;
      index = next;
      remark();
    },
    setView: stage.setView,
    setLayers(layers: Readonly<Record<Layer, boolean>>): void {
      stage.setLayers(layers);
      write();
    },
    restyle(): void {
      stage.setTheme(theme());
      write();
    },
    turn: stage.turn,
    /** Turns to the mean, as near as a state of this width fills the stage. */
    lookAtMean(width: number | null): void {
      if (picture === null) return;
      const next = facing(state().view, picture.mean);
      stage.turn({ ...next, zoom: width === null ? next.zoom : Number(zoomForWidth(width).toPrecision(3)) }, true);
    },
    disc: stage.disc,
    png: (): Promise<Blob> => pngFile(stage, captions(), theme()),
    svg: (): string => svgFile(stage, captions(), theme()),
  };
}

export type Scene = ReturnType<typeof createScene>;
