import { byId } from "../dom.ts";
import { icon } from "../icons.ts";
import { DEFAULT_STATE, type View } from "../state.ts";
import { zoomed } from "../view/gaze.ts";
import type { Scene } from "../view/scene.ts";

const STEP = 1.5;

/** @param width of the state, in units of the sphere; null where it is not known */
export function connectZoom(scene: Scene, view: () => View, width: () => number | null): void {
  const zoom = (factor: number) => () => scene.turn(zoomed(view(), factor, scene.disc().radius), true);
  for (const [id, name] of [
    ["zoom-in", "plus"],
    ["zoom-out", "minus"],
    ["look", "target"],
    ["reset", "whole"],
  ] as const) {
    byId(id).append(icon(name));
  }
  byId("zoom-in").addEventListener("click", zoom(STEP));
  byId("zoom-out").addEventListener("click", zoom(1 / STEP));
  byId("look").addEventListener("click", () => scene.lookAtMean(width()));
  byId("reset").addEventListener("click", () => scene.turn(DEFAULT_STATE.view, true));
}
