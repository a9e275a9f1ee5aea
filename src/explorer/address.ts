import { type ReadState, readHash, writeHash } from "./hash.ts";
import { DEFAULT_STATE, type ExplorerState } from "./state.ts";

/** Browsers take about three changes of an address a second. */
const REST = 400;

/** What a step leads back to: all but how the sphere is turned and the theme. */
const placeOf = (state: ExplorerState): string =>
  writeHash({ ...state, view: DEFAULT_STATE.view, theme: DEFAULT_STATE.theme });

/**
 * The state in the address. A step back leads to the model, function or time before; how the sphere is turned and the theme are no steps.
 *
 * @param onRead when the reader goes back or forward, or changes the address
 */
export function createAddress(onRead: (read: ReadState) => void) {
  let written = location.hash;
  let place = placeOf(readHash(written).state);
  /** Whether the present entry is one that a slider or a box is still changing. */
  let isOpen = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly state: ExplorerState; readonly step: boolean } | null = null;

  function write(): void {
    clearTimeout(timer);
    if (waiting === null) return;
    const { state, step } = waiting;
    waiting = null;
    const hash = writeHash(state);
    if (hash !== written) {
      // Whoever pauses on the way has left the place before already: one entry is for the whole way.
      const isElsewhere = placeOf(state) !== place;
      if (isElsewhere && !isOpen) history.pushState(null, "", hash);
      else history.replaceState(null, "", hash);
      isOpen ||= isElsewhere;
      written = hash;
      place = placeOf(state);
    }
    if (step) isOpen = false;
  }

  const read = (): void => {
    if (location.hash === written) return;
    clearTimeout(timer);
    waiting = null;
    written = location.hash;
    const found = readHash(written);
    place = placeOf(found.state);
    isOpen = false;
    onRead(found);
  };
  window.addEventListener("popstate", read);
  window.addEventListener("hashchange", read);
  window.addEventListener("pagehide", write);

  return {
    first: (): ReadState => readHash(location.hash),
    /** `step` where it is to be one that leads back. */
    set(state: ExplorerState, step: boolean): void {
      waiting = { state, step: step || (waiting?.step ?? false) };
      clearTimeout(timer);
      timer = setTimeout(write, REST);
    },
    /** With all that was set. */
    link(): string {
      write();
      return location.href;
    },
  };
}
