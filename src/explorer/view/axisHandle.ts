import { type Camera, project } from "../../plot/camera.ts";
import { byId } from "../dom.ts";
import type { Vector } from "../state.ts";
import { nearPoint } from "./gaze.ts";
import type { Disc } from "./placement.ts";

/** A press of an arrow key turns the axis by so much of a radian. */
const STEP = Math.PI / 36;

/** The tip of the axis of the slices: a button that is dragged over the near half of the sphere, or moved with the arrow keys. */
export function createAxisHandle(onAxis: (axis: Vector, final: boolean) => void) {
  const button = byId<"button">("axis");
  let seen: { readonly axis: Vector; readonly camera: Camera; readonly disc: Disc } | null = null;

  const move = (u: number, v: number, final: boolean): void => onAxis(tidy(nearPoint(seen!.camera, u, v)), final);

  button.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    button.setPointerCapture(event.pointerId);
  });
  button.addEventListener("pointermove", (event) => {
    if (seen === null || !button.hasPointerCapture(event.pointerId)) return;
    const { left, top } = button.parentElement!.getBoundingClientRect();
    const { x, y, radius } = seen.disc;
    move((event.clientX - left - x) / radius, (y - event.clientY + top) / radius, false);
  });
  button.addEventListener("lostpointercapture", () => {
    if (seen !== null) onAxis(seen.axis, true);
  });
  button.addEventListener("keydown", (event) => {
    const [du, dv] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [
      0, 0,
    ];
    if (seen === null || (du === 0 && dv === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    const [u, v] = project(seen.camera, seen.axis);
    move(u + STEP * du!, v + STEP * dv!, true);
  });

  return {
    /** null hides it. */
    place(axis: Vector | null, camera: Camera, disc: Disc): void {
      button.hidden = axis === null;
      seen = null;
      if (axis === null) return;
      // The axis has two ends, of which one is near.
      const near = project(camera, axis)[2] < 0 ? (axis.map((value) => 0 - value) as unknown as Vector) : axis;
      seen = { axis: near, camera, disc };
      const [u, v] = project(camera, near);
      button.style.left = `${disc.x + disc.radius * u}px`;
      button.style.top = `${disc.y - disc.radius * v}px`;
      button.setAttribute(
        "aria-label",
        `Axis of the slices, ${near.map((value) => value.toFixed(2)).join(", ")}; arrow keys turn it`,
      );
    },
  };
}

/** Without digits that nobody aims at. */
const tidy = (axis: Vector): Vector => axis.map((value) => Number(value.toFixed(4)) + 0) as unknown as Vector;
