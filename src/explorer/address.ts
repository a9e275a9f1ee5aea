import { type ReadState, readHash, writeHash } from "./hash.ts";
import type { ExplorerState } from "./state.ts";

/** Browsers take about three changes of an address a second. */
const REST = 400;

/**
 * The state in the address. A step back leads to the model, function or time before; how the sphere is turned and the theme are no steps.
 *
 * @param onRead when the reader goes back or forward, or changes the address
 */
export function createAddress(onRead: (read: ReadState) => void) {
  let written = location.hash;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly state: ExplorerState; readonly step: boolean } | null = null;

  function write(): void {
    clearTimeout(timer);
    if (waiting === null) return;
    const { state, step } = waiting;
    waiting = null;
    const hash = writeHash(state);
    if (hash === written) return;
    written = hash;
    if (step) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  }

  const read = (): void => {
    if (location.hash === written) return;
    clearTimeout(timer);
    waiting = null;
    written = location.hash;
    onRead(readHash(location.hash));
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
