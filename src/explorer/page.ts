import { darkTheme, lightTheme, type SvgTheme } from "../plot/theme.ts";
import { createAddress } from "./address.ts";
import { createExampleChoice } from "./controls/exampleChoice.ts";
import { createModelForm } from "./controls/modelForm.ts";
import { createLayerChoice, createShownChoice } from "./controls/shownControls.ts";
import { createThemeButton } from "./controls/themeButton.ts";
import { createTimeline } from "./controls/timeline.ts";
import { connectTools } from "./controls/tools.ts";
import { connectZoom } from "./controls/zoomButtons.ts";
import { stateOfExample } from "./examples.ts";
import { createCourse } from "./panels/course.ts";
import { type Message, showMessage } from "./panels/message.ts";
import { createResults } from "./panels/results.ts";
import type { Answer } from "./protocol.ts";
import { createScheduler, type WorkerLike } from "./scheduler.ts";
import { fastWants, indexOf, pictureKey, pictureWants, sameModel, slowWants, timeOf } from "./session.ts";
import type { ExplorerModel, ExplorerState } from "./state.ts";
import { widthOf } from "./view/picture.ts";
import { createScene } from "./view/scene.ts";

/** How a change of the state was made. */
interface Change {
  /** Whether it has come to rest. */
  readonly final?: boolean;
  /** Whether a step back leads to what was before. */
  readonly step?: boolean;
}

/** Puts the page together; all that it shows follows from one state. */
export function startPage(createWorker: () => WorkerLike): void {
  const address = createAddress(({ state: read, refusals }) => {
    adopt(read);
    refused(refusals);
  });
  const { state: first, refusals } = address.first();
  let state: ExplorerState = first;
  let shownFailure: Message | null = null;

  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = (): SvgTheme =>
    (state.theme ?? (systemDark.matches ? "dark" : "light")) === "dark" ? darkTheme : lightTheme;

  const scene = createScene({
    state: () => state,
    theme,
    onView: (view, final) => change({ view }, { final: false, step: false }, final),
    onAxis: (axis, final) => change({ axis }, { final }),
  });
  const form = createModelForm((model, final) => change({ model, time: null }, { final, step: final }));
  const shownChoice = createShownChoice((shown) => change({ shown }, { final: true, step: true }));
  const layerChoice = createLayerChoice((layer, on) => change({ layers: { ...state.layers, [layer]: on } }));
  const examples = createExampleChoice((example) => adopt(stateOfExample(state, example), { final: true, step: true }));
  const themeButton = createThemeButton(() => change({ theme: theme().name === "dark" ? "light" : "dark" }));
  const timeline = createTimeline({
    onIndex: (index, final) => change({ time: timeOf(index, state.until) }, { final, step: final }),
  });
  const course = createCourse({
    onStart: (start) => change({ start }, { final: true, step: true }),
    onUntil: (until) => change({ until, time: null }, { final: true, step: true }),
    onIndex: (index, final) => {
      timeline.stop();
      change({ time: timeOf(index, state.until) }, { final, step: final });
    },
  });
  const results = createResults({ course, timeline, scene });
  const tools = connectTools({
    address,
    scene,
    results,
    request: (wants) => scheduler.request("slow", state.model, { ...slowWants(state, results.known()), ...wants }),
    say,
  });
  connectZoom(
    scene,
    () => state.view,
    () => widthOf(results.found().table, state.model.spins),
  );
  systemDark.addEventListener("change", () => restyle());

  const scheduler = createScheduler({
    createWorker,
    onAnswer: (answer, model) => take(answer, model),
    onBusy: (quality, busy) => results.setBusy(quality, busy),
  });

  function take(answer: Answer, model: ExplorerModel): void {
    const isPresent = sameModel(model, state.model);
    if (!isPresent) {
      results.pass(answer);
      return;
    }
    results.take(answer, state);
    tools.take(answer);
    layerChoice.setInside(scene.isInside());
    const failure = results.failure();
    if (failure !== shownFailure) say(failure);
    shownFailure = failure;
  }

  function say(message: Message | null): void {
    showMessage(message, () => showMessage(null, () => {}));
  }

  function refused(list: readonly { readonly what: string; readonly remedy: string }[]): void {
    const one = list[0];
    if (one !== undefined) say({ name: "Link not understood", ...one });
  }

  /** A part of the state is another one. */
  function change(part: Partial<ExplorerState>, how: Change = {}, viewAtRest = false): void {
    adopt({ ...state, ...part }, how, viewAtRest);
  }

  function adopt(next: ExplorerState, { final = true, step = false }: Change = {}, viewAtRest = false): void {
    const before = state;
    state = next;
    if (final || step || viewAtRest || next.view === before.view) address.set(next, step);
    present(before);
    ask(before, final);
  }

  /** Controls and stage as the state has them. */
  function present(before: ExplorerState | null): void {
    if (before?.model !== state.model) {
      form.set(state.model);
      examples.set(state.model);
    }
    shownChoice.set(state.shown);
    if (before?.layers !== state.layers) {
      layerChoice.set(state.layers);
      scene.setLayers(state.layers);
    }
    if (before?.view !== state.view) scene.setView(state.view);
    if (before?.theme !== state.theme) restyle();
    if (before?.start !== state.start || before?.until !== state.until) course.setWanted(state.start, state.until);
    timeline.setIndex(indexOf(state));
    course.setTime(state.time);
    scene.setIndex(indexOf(state));
  }

  function restyle(): void {
    document.documentElement.dataset.theme = theme().name;
    themeButton.set(theme().name);
    scene.restyle();
  }

  /** Asks the workers for what is not known of a state. */
  function ask(before: ExplorerState | null, final: boolean): void {
    const otherModel = before === null || !sameModel(before.model, state.model);
    const otherPicture = before === null || pictureKey(before) !== pictureKey(state);
    const otherCourse = before === null || before.start !== state.start || before.until !== state.until;
    const inTime = state.time !== null;
    if (otherModel) {
      results.outdate();
      tools.forget();
      shownFailure = null;
      say(null);
      scheduler.request("fast", state.model, fastWants(state));
    } else if (otherPicture && !inTime && state.shown !== "witness") {
      scheduler.request("fast", state.model, pictureWants(state));
    }
    if (otherModel || otherCourse || (final && !timeline.isPlaying())) {
      const wants = slowWants(state, results.known());
      if (Object.keys(wants).length > 0) scheduler.request("slow", state.model, wants);
    } else if (otherPicture && inTime) {
      // The evolution is with the slow worker.
      scheduler.request("slow", state.model, pictureWants(state));
    }
  }

  present(null);
  ask(null, true);
  refused(refusals);
}
