import type { Vector, View } from "../state.ts";
import { DEFAULT_STATE } from "../state.ts";
import { dragged, facing, zoomed } from "./gaze.ts";
import type { Disc } from "./placement.ts";

export interface GestureOptions {
  readonly view: () => View;
  /** The sphere in the box, in pixels. */
  readonly disc: () => Disc;
  /** What a double click turns to the middle. */
  readonly mean: () => Vector | null;
  readonly onView: (view: View, final: boolean) => void;
}

/** A press of an arrow key turns by so many degrees, a press of plus or minus zooms by a factor. */
const TURN = 5;
const ZOOM = 1.2;
/** A wheel that is still has come to its end after so many milliseconds. */
const WHEEL_REST = 200;

/** Pointers, wheel and keys of a box turn and zoom a view. */
export function followGestures(box: HTMLElement, { view, disc, mean, onView }: GestureOptions): void {
  const pointers = new Map<number, readonly [x: number, y: number]>();
  let wheel: ReturnType<typeof setTimeout> | undefined;

  const fromMiddle = (x: number, y: number): readonly [number, number] => {
    const { left, top } = box.getBoundingClientRect();
    const { x: cx, y: cy } = disc();
    return [x - left - cx, y - top - cy];
  };

  box.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Element && event.target.closest("button, fieldset") !== null) return;
    if (event.button !== 0) return;
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    box.setPointerCapture(event.pointerId);
  });

  box.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const here = [event.clientX, event.clientY] as const;
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, here);
    // Of two fingers each moves the sphere by half.
    const share = other === undefined ? 1 : 0.5;
    let next = dragged(view(), share * (here[0] - before[0]), share * (here[1] - before[1]), disc().radius);
    if (other !== undefined) {
      const distance = (point: readonly [number, number]): number =>
        Math.hypot(point[0] - other[0], point[1] - other[1]);
      const middle = fromMiddle((here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
      next = zoomed(next, distance(here) / Math.max(1, distance(before)), disc().radius, ...middle);
    }
    onView(next, false);
  });

  for (const name of ["pointerup", "pointercancel"] as const) {
    box.addEventListener(name, (event) => {
      if (pointers.delete(event.pointerId) && pointers.size === 0) onView(view(), true);
    });
  }

  box.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      // Lines and pages of a wheel that counts in them.
      const pixels = event.deltaY * [1, 16, 400][event.deltaMode]!;
      const factor = Math.exp(-Math.max(-200, Math.min(200, pixels)) * (event.ctrlKey ? 0.01 : 0.0016));
      onView(zoomed(view(), factor, disc().radius, ...fromMiddle(event.clientX, event.clientY)), false);
      clearTimeout(wheel);
      wheel = setTimeout(() => onView(view(), true), WHEEL_REST);
    },
    { passive: false },
  );

  box.addEventListener("dblclick", (event) => {
    if (event.target === box) lookAt();
  });
  const lookAt = (): void => {
    const point = mean();
    if (point !== null) onView(facing(view(), point), true);
  };

  box.addEventListener("keydown", (event) => {
    if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
    const { radius } = disc();
    // By an angle on the sphere, of which a closer view shows less.
    const step = (TURN * (Math.PI / 180) * radius) / Math.max(1, view().zoom);
    const keys: Record<string, () => void> = {
      ArrowLeft: () => onView(dragged(view(), step, 0, radius), true),
      ArrowRight: () => onView(dragged(view(), -step, 0, radius), true),
      ArrowUp: () => onView(dragged(view(), 0, step, radius), true),
      ArrowDown: () => onView(dragged(view(), 0, -step, radius), true),
      "+": () => onView(zoomed(view(), ZOOM, radius), true),
      "=": () => onView(zoomed(view(), ZOOM, radius), true),
      "-": () => onView(zoomed(view(), 1 / ZOOM, radius), true),
      "0": () => onView(DEFAULT_STATE.view, true),
      Home: lookAt,
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}
