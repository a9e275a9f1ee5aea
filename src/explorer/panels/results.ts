import type { createTimeline } from "../controls/timeline.ts";
import { byId } from "../dom.ts";
import type {
  Answer,
  CertificateAnswer,
  EntanglementAnswer,
  EvolutionAnswer,
  FactsAnswer,
  FailureAnswer,
  Quality,
  SpectrumAnswer,
  TableAnswer,
  Verdict,
} from "../protocol.ts";
import { failureList, indexOf, type Known, pictureKey } from "../session.ts";
import type { ExplorerState } from "../state.ts";
import type { Scene } from "../view/scene.ts";
import type { createCourse } from "./course.ts";
import { showEntanglement } from "./entanglement.ts";
import { announcement } from "./live.ts";
import { showSpectrum } from "./spectrum.ts";
import { SOLVING, sentence, showTable } from "./table.ts";
import { showVerdict } from "./verdict.ts";

export interface ResultsOptions {
  readonly course: ReturnType<typeof createCourse>;
  readonly timeline: ReturnType<typeof createTimeline>;
  readonly scene: Scene;
}

/** What has been answered for the model that is shown. */
export interface Found {
  facts: FactsAnswer | null;
  table: TableAnswer | null;
  evolution: EvolutionAnswer | null;
  spectrum: SpectrumAnswer | null;
  entanglement: EntanglementAnswer | null;
  certificate: CertificateAnswer | null;
  picture: string | null;
  /** Whether something of the model is on the sphere. */
  drawn: boolean;
}

const nothing = (): Found => ({
  facts: null,
  table: null,
  evolution: null,
  spectrum: null,
  entanglement: null,
  certificate: null,
  picture: null,
  drawn: false,
});

const PANELS = ["table", "course", "spectrum", "entanglement", "verdict"] as const;

/** Brings answers to where they are seen. What belongs to the model before is dimmed until it is answered anew. */
export function createResults({ course, timeline, scene }: ResultsOptions) {
  let found = nothing();
  const failures = failureList();
  const busy = new Map<Quality, boolean>();
  let judged = "";
  let spoken: ReturnType<typeof setTimeout> | undefined;
  showTable(null, true);
  showSpectrum(null, SOLVING);
  showEntanglement(null, SOLVING);

  const fresh = (...panels: readonly (typeof PANELS)[number][]): void => {
    for (const panel of panels) byId(panel).classList.remove("stale");
  };

  function take(answer: Answer, state: ExplorerState): void {
    failures.note(answer);
    switch (answer.kind) {
      case "facts":
        found.facts = answer;
        scene.showFacts(answer);
        verdict();
        break;
      case "picture":
      case "slices":
        // A time that has been passed by.
        if (answer.index !== null && answer.index !== indexOf(state) && !timeline.isPlaying()) break;
        // One to full accuracy is there already.
        if (answer.quality === "fast" && found.picture === pictureKey(state)) break;
        if (answer.kind === "picture") scene.showPicture(answer);
        else scene.showSlices(answer);
        found.drawn = true;
        if (answer.quality === "slow" && answer.index === indexOf(state)) found.picture = pictureKey(state);
        timeline.shown();
        break;
      case "table":
        if (found.table?.quality === "slow" && answer.quality === "fast") break;
        found.table = answer;
        showTable(answer, answer.quality === "fast");
        fresh("table");
        break;
      case "evolution":
        found.evolution = answer;
        course.show(answer);
        course.setTime(state.time);
        timeline.setTimes(Array.from(answer.times));
        scene.setEvolution(answer);
        fresh("course");
        break;
      case "spectrum":
        found.spectrum = answer;
        showSpectrum(answer, "");
        fresh("spectrum");
        break;
      case "entanglement":
        found.entanglement = answer;
        showEntanglement(answer, "", judged);
        fresh("entanglement");
        break;
      case "certificate":
        found.certificate = answer;
        verdict();
        judge(answer.explanation);
        break;
      case "failure":
        fail(answer);
        break;
      case "done":
        if (answer.quality === "slow") speak();
        break;
    }
  }

  /** Of a model of a moment ago, while a slider moves: it is seen, and not kept. */
  function pass(answer: Answer): void {
    if (answer.kind === "facts") {
      scene.showFacts(answer);
      showVerdict([answer.verdict]);
    } else if (answer.kind === "picture" && answer.index === null) scene.showPicture(answer);
    else if (answer.kind === "slices" && answer.index === null) scene.showSlices(answer);
    else if (answer.kind === "table") showTable(answer, true);
  }

  /** Each panel says itself why it is empty; the rest is at the head of the page. */
  function fail({ want, what, remedy, quality }: FailureAnswer): void {
    const text = `${sentence(what)} ${sentence(remedy)}`;
    if (want === "evolution") {
      course.fail(text);
      timeline.setTimes([]);
      scene.setEvolution(null);
      fresh("course");
    } else if (want === "spectrum") {
      showSpectrum(null, text);
      fresh("spectrum");
    } else if (want === "certificate") {
      judge(text.replaceAll("*", "·"));
    } else if (want === "entanglement") {
      showEntanglement(null, text);
      fresh("entanglement");
    } else if (want === "table" && quality === "slow" && found.table === null) {
      showTable(null, false, text);
      fresh("table");
    } else if (want === "picture" || want === "slices" || want === null) {
      timeline.shown();
      // What was there is of another model.
      if (!found.drawn) scene.clear();
      if (want === null) {
        showTable(null, false, text);
        showSpectrum(null, "–");
        showEntanglement(null, "–");
        fresh("table", "spectrum", "entanglement");
      }
    }
  }

  /** What is behind the verdict on entanglement, or why there is none. */
  function judge(text: string): void {
    judged = text;
    if (found.entanglement !== null) showEntanglement(found.entanglement, "", judged);
  }

  function verdict(): void {
    const sentences: Verdict[] = [];
    if (found.facts !== null) sentences.push(found.facts.verdict);
    if (found.certificate !== null) sentences.push(found.certificate.sentence);
    showVerdict(sentences);
    fresh("verdict");
  }

  function speak(): void {
    clearTimeout(spoken);
    spoken = setTimeout(() => {
      byId("live").textContent = announcement(found);
    }, 300);
  }

  return {
    take,
    pass,
    found: (): Readonly<Found> => found,
    known: (): Known => ({
      facts: found.facts !== null,
      table: found.table?.quality === "slow",
      evolution: found.evolution?.wanted ?? null,
      spectrum: found.spectrum !== null,
      entanglement: found.entanglement !== null,
      certificate: found.certificate !== null,
      picture: found.picture,
    }),
    /** What is at the head of the page; the panels show failures of their own. */
    failure: (): FailureAnswer | null => failures.of("model", "picture", "slices", "facts"),
    /** Another model is asked for. */
    outdate(): void {
      found = nothing();
      judged = "";
      failures.clear();
      for (const panel of PANELS) byId(panel).classList.add("stale");
    },
    setBusy(quality: Quality, on: boolean): void {
      busy.set(quality, on);
      const any = [...busy.values()].some(Boolean);
      byId("busy").hidden = !any;
      byId("busy").textContent = busy.get("fast") === true ? SOLVING : "to full accuracy…";
      byId("results").setAttribute("aria-busy", String(any));
    },
  };
}

export type Results = ReturnType<typeof createResults>;
