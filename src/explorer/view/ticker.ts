/** Milliseconds between frames of what moves by itself. */
const STEP = 40;
/** Frames that come this much apart, on average over so many, are more than the machine can do: nothing moves by itself any more. */
const [TOO_SLOW, TRIED] = [110, 12];

/**
 * Draws when something has changed, and in a slow rhythm while something moves by itself: not for readers who asked for less motion, not on a page that is
 * not seen, and not on a machine that has no time for it.
 *
 * @param drawAll with the seconds since the start, null where nothing moves
 * @param drawMoving what moves alone
 */
export function createTicker(drawAll: (phase: number | null) => void, drawMoving: (phase: number) => void) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let wanted = false;
  let changed = false;
  let scheduled = false;
  let exhausted = false;
  let last = 0;
  let phase = 0;
  const gaps: number[] = [];

  const moves = (): boolean => wanted && !calm.matches && !exhausted && !document.hidden;

  function frame(time: number): void {
    scheduled = false;
    const gap = time - last;
    if (!moves()) {
      if (changed) drawAll(wanted && !calm.matches && !exhausted ? phase : null);
      changed = false;
      return;
    }
    if (changed || gap >= STEP) {
      phase += Math.min(gap, 2 * STEP) / 1000;
      if (changed) drawAll(phase);
      else {
        drawMoving(phase);
        watch(gap);
      }
      changed = false;
      last = time;
    }
    schedule();
  }

  function watch(gap: number): void {
    gaps.push(gap);
    if (gaps.length < TRIED) return;
    exhausted = gaps.reduce((sum, one) => sum + one, 0) > TOO_SLOW * TRIED;
    gaps.length = 0;
    if (exhausted) changed = true;
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(frame);
  }

  const wake = (): void => {
    changed = true;
    schedule();
  };
  document.addEventListener("visibilitychange", wake);
  calm.addEventListener("change", wake);

  return {
    invalidate: wake,
    animate(on: boolean): void {
      wanted = on;
      schedule();
    },
  };
}
