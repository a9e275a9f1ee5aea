import { byId, element } from "../dom.ts";
import { plainText, withoutMarkup } from "../format.ts";
import { icon } from "../icons.ts";

export interface TimelineOptions {
  /** The number of a time of the evolution; null for the steady state. */
  readonly onIndex: (index: number | null, final: boolean) => void;
}

const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
/** Seconds that the whole evolution takes at speed 1. */
const WHOLE = 8;

/**
 * Play, a slider over the times of the evolution, whose last place is the steady state, and speed. A frame is asked for when the one before has been shown, so
 * that a slow machine skips times and keeps the pace.
 */
export function createTimeline({ onIndex }: TimelineOptions) {
  const [play, scrub] = [byId<"button">("play"), byId<"input">("scrub")];
  const [output, speed] = [byId<"output">("time"), byId<"select">("speed")];
  let times: readonly number[] = [];
  let index: number | null = null;
  let playing: { readonly since: number; readonly from: number; readonly waits: boolean } | null = null;
  let asked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  speed.append(...SPEEDS.map((factor) => element("option", { value: factor, selected: factor === 1 }, `${factor} ×`)));
  speed.addEventListener("change", () => {
    if (playing !== null) playing = { since: performance.now(), from: index ?? 0, waits: false };
  });

  scrub.addEventListener("input", () => {
    stop();
    go(Number(scrub.value), false);
  });
  scrub.addEventListener("change", () => go(Number(scrub.value), true));
  play.addEventListener("click", () => {
    if (playing === null) start();
    else stop();
  });

  const steps = (): number => Math.max(1, times.length - 1);
  const seconds = (): number => WHOLE / Number(speed.value);

  /** The place behind the last time is the steady state. */
  function go(place: number, final: boolean): void {
    const next = place > steps() ? null : place;
    const moved = next !== index;
    index = next;
    show();
    if (moved || final) onIndex(index, final);
  }

  function start(): void {
    const from = index === null || index >= steps() ? 0 : index;
    // The frame of the time that is shown is there already.
    playing = { since: performance.now(), from, waits: from !== index };
    asked = playing.waits;
    go(from, false);
    show();
    tick();
  }

  function stop(): void {
    if (playing === null) return;
    playing = null;
    clearTimeout(timer);
    show();
    onIndex(index, true);
  }

  function tick(): void {
    clearTimeout(timer);
    if (playing === null) return;
    timer = setTimeout(tick, 30);
    if (playing.waits) return;
    const place = playing.from + Math.floor(((performance.now() - playing.since) / 1000 / seconds()) * steps());
    if (!asked && place > (index ?? 0)) {
      asked = true;
      go(Math.min(place, steps()), false);
    }
    if (index !== null && index >= steps()) {
      stop();
    }
  }

  function show(): void {
    const known = times.length > 1;
    play.disabled = !known;
    scrub.disabled = !known;
    scrub.max = String(steps() + 1);
    scrub.value = String(index ?? steps() + 1);
    const text = index === null ? "steady state" : `t = ${withoutMarkup(plainText(times[index] ?? 0, 4))}`;
    output.value = text;
    scrub.setAttribute("aria-valuetext", text);
    play.replaceChildren(icon(playing === null ? "play" : "pause"));
    play.setAttribute("aria-label", playing === null ? "Play" : "Pause");
    play.title = playing === null ? "Play the evolution" : "Pause";
  }
  show();

  return {
    setTimes(next: readonly number[]): void {
      times = next;
      if (index !== null) index = Math.min(index, steps());
      show();
    },
    setIndex(next: number | null): void {
      index = next;
      show();
    },
    /** The frame that was asked for is there, or will not come. */
    shown(): void {
      asked = false;
      // The clock starts with the first frame, which may have to wait for other work.
      if (playing?.waits === true) playing = { ...playing, since: performance.now(), waits: false };
    },
    stop,
    isPlaying: (): boolean => playing !== null,
  };
}
