import { decode, encode, excerptOf, numberOf, numberText } from "./hashText.ts";
import {
  DEFAULT_STATE,
  type ExplorerJump,
  type ExplorerModel,
  type ExplorerProcesses,
  type ExplorerState,
  LAYERS,
  type Layer,
  SHOWN_FUNCTIONS,
  THEMES,
  type Vector,
} from "./state.ts";

/** A part of an address that is not understood; what it would have set stays as it is by default. */
export interface Refusal {
  readonly what: string;
  readonly remedy: string;
}

export interface ReadState {
  readonly state: ExplorerState;
  readonly refusals: readonly Refusal[];
}

/** Longer addresses are not made here. */
const LONGEST_HASH = 16_000;

/** Of a group: more are for the library. */
export const MOST_JUMPS = 8;

/** How a part of the state stands in the hash; both directions side by side. */
interface Entry {
  readonly key: string;
  /** One text for each time that the key is there; none where all is as by default. */
  readonly write: (state: ExplorerState) => readonly string[];
  /** The state with what the texts say; a text for what is wrong with them. */
  readonly read: (state: ExplorerState, texts: readonly string[]) => ExplorerState | string;
}

/**
 * The hash, "#N=40&B=0.5,0,0&...", without what is as by default but for the number of spins. Numbers keep all their digits: `readHash` gives the same
 * state to the last bit.
 */
export function writeHash(state: ExplorerState): string {
  const parts = ENTRIES.flatMap(({ key, write }) => write(state).map((text) => `${key}=${encode(text)}`));
  return `#${parts.join("&")}`;
}

/** The state that a hash stands for, with or without its "#", and what in it is not understood. Never throws. */
export function readHash(hash: string): ReadState {
  const text = hash.replace(/^#/, "");
  if (text === "") return { state: DEFAULT_STATE, refusals: [] };
  if (text.length > LONGEST_HASH) {
    const what = `the address has ${text.length} characters after #, more than ${LONGEST_HASH}`;
    return { state: DEFAULT_STATE, refusals: [{ what, remedy: "the example of the start is shown instead" }] };
  }
  const refusals: Refusal[] = [];
  const refuse = (what: string): void => {
    refusals.push({ what, remedy: "that part is as by default" });
  };
  const found = new Map<string, string[]>();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const key = at < 0 ? part : part.slice(0, at);
    const value = decode(at < 0 ? "" : part.slice(at + 1));
    if (value === null) refuse(`the address has ${excerptOf(part)}, whose % signs are no characters`);
    else if (!KNOWN.has(key)) refuse(`the address has ${excerptOf(part)}, which the explorer does not know`);
    else found.set(key, [...(found.get(key) ?? []), value]);
  }
  let state = DEFAULT_STATE;
  for (const { key, read } of ENTRIES) {
    const texts = found.get(key);
    if (texts === undefined) continue;
    const result = read(state, texts);
    if (typeof result === "string") refuse(`the address has ${excerptOf(`${key}=${texts.join(", ")}`)}, ${result}`);
    else state = result;
  }
  return { state, refusals };
}

/** An entry that stands once. */
function single(
  key: string,
  write: (state: ExplorerState) => string | null,
  read: (state: ExplorerState, text: string) => ExplorerState | string,
): Entry {
  return {
    key,
    write: (state) => {
      const text = write(state);
      return text === null ? [] : [text];
    },
    read: (state, texts) => (texts.length > 1 ? "more than once" : read(state, texts[0]!)),
  };
}

/** Numbers with commas between them, left out where they are as by default. */
function numbers(
  key: string,
  count: number,
  get: (state: ExplorerState) => readonly number[],
  set: (state: ExplorerState, values: readonly number[]) => ExplorerState,
  fault: (values: readonly number[]) => string | null = () => null,
): Entry {
  return single(
    key,
    (state) => {
      const text = get(state).map(numberText).join(",");
      return text === get(DEFAULT_STATE).map(numberText).join(",") ? null : text;
    },
    (state, text) => {
      const values = text.split(",").map(numberOf);
      if (values.length !== count || values.includes(null))
        return count === 1 ? "which is no number" : `which is not ${count} numbers with commas between them`;
      return fault(values as number[]) ?? set(state, values as number[]);
    },
  );
}

const withModel = (state: ExplorerState, part: Partial<ExplorerModel>): ExplorerState => ({
  ...state,
  model: { ...state.model, ...part },
});

const direction = (values: readonly number[]): string | null =>
  Math.hypot(...values) > 0 ? null : "which is no direction";

const positive = ([value]: readonly number[]): string | null => (value! > 0 ? null : "which is not above 0");

function rates(key: string, group: "collective" | "local"): Entry {
  const with_ = (state: ExplorerState, part: Partial<ExplorerProcesses>): ExplorerState =>
    withModel(state, { [group]: { ...state.model[group], ...part } });
  return numbers(
    key,
    3,
    ({ model }) => [model[group].dephasing, model[group].pump, model[group].decay],
    (state, [dephasing, pump, decay]) => with_(state, { dephasing: dephasing!, pump: pump!, decay: decay! }),
  );
}

/** rate:operator, once for each. */
function jumps(key: string, group: "collective" | "local"): Entry {
  return {
    key,
    write: ({ model }) => model[group].jumps.map(({ rate, operator }) => `${numberText(rate)}:${operator}`),
    read: (state, texts) => {
      if (texts.length > MOST_JUMPS) return `${texts.length} jumps, more than ${MOST_JUMPS}`;
      const found: ExplorerJump[] = [];
      for (const text of texts) {
        const at = text.indexOf(":");
        const rate = at < 0 ? null : numberOf(text.slice(0, at));
        if (rate === null) return "which is not rate:operator, such as 0.3:Jx";
        found.push({ rate, operator: text.slice(at + 1) });
      }
      return withModel(state, { [group]: { ...state.model[group], jumps: found } });
    },
  };
}

/** One of some words; left out for the first where `get` says so. */
const word = <Word extends string>(
  key: string,
  words: readonly Word[],
  get: (state: ExplorerState) => Word | null,
  set: (state: ExplorerState, value: Word) => ExplorerState,
): Entry =>
  single(
    key,
    (state) => (get(state) === get(DEFAULT_STATE) ? null : get(state)),
    (state, text) => {
      const found = words.find((one) => one === text);
      return found === undefined ? `which is none of ${words.join(", ")}` : set(state, found);
    },
  );

const hiddenLayers: Entry = single(
  "hide",
  ({ layers }) => {
    const hidden = LAYERS.filter((layer) => !layers[layer]);
    return hidden.length === 0 ? null : hidden.join(",");
  },
  (state, text) => {
    const names = text.split(",");
    const unknown = names.find((name) => !(LAYERS as readonly string[]).includes(name));
    if (unknown !== undefined) return `of which ${excerptOf(unknown)} is none of ${LAYERS.join(", ")}`;
    const layers = Object.fromEntries(LAYERS.map((layer) => [layer, !names.includes(layer)]));
    return { ...state, layers: layers as Record<Layer, boolean> };
  },
);

const spins: Entry = {
  ...numbers(
    "N",
    1,
    ({ model }) => [model.spins],
    (state, [value]) => withModel(state, { spins: value! }),
  ),
  // Always there: an address that says nothing at all looks broken.
  write: ({ model }) => [numberText(model.spins)],
};

const time: Entry = single(
  "t",
  ({ time }) => (time === null ? null : numberText(time)),
  (state, text) => {
    const value = numberOf(text);
    return value === null || value < 0 ? "which is no time" : { ...state, time: value };
  },
);

const INTERACTION = ["xx", "yy", "zz", "xy", "xz", "yz"] as const;

const ENTRIES: readonly Entry[] = [
  spins,
  numbers(
    "B",
    3,
    ({ model }) => model.field,
    (state, values) => withModel(state, { field: values as unknown as Vector }),
  ),
  numbers(
    "chi",
    6,
    ({ model }) => INTERACTION.map((name) => model.interaction[name]),
    (state, values) => {
      const interaction = Object.fromEntries(INTERACTION.map((name, k) => [name, values[k]!]));
      return withModel(state, { interaction: interaction as unknown as ExplorerModel["interaction"] });
    },
  ),
  rates("collective", "collective"),
  jumps("collectiveJump", "collective"),
  rates("local", "local"),
  jumps("localJump", "local"),
  word(
    "show",
    SHOWN_FUNCTIONS,
    ({ shown }) => shown,
    (state, shown) => ({ ...state, shown }),
  ),
  numbers(
    "start",
    3,
    ({ start }) => start,
    (state, values) => ({ ...state, start: values as unknown as Vector }),
    direction,
  ),
  numbers(
    "until",
    1,
    ({ until }) => [until],
    (state, [until]) => ({ ...state, until: until! }),
    positive,
  ),
  time,
  numbers(
    "axis",
    3,
    ({ axis }) => axis,
    (state, values) => ({ ...state, axis: values as unknown as Vector }),
    direction,
  ),
  numbers(
    "view",
    3,
    ({ view }) => [view.azimuth, view.elevation, view.zoom],
    (state, [azimuth, elevation, zoom]) => ({
      ...state,
      view: { azimuth: azimuth!, elevation: elevation!, zoom: zoom! },
    }),
    ([, , zoom]) => positive([zoom!]),
  ),
  hiddenLayers,
  word(
    "theme",
    THEMES,
    ({ theme }) => theme,
    (state, theme) => ({ ...state, theme }),
  ),
];

const KNOWN: ReadonlySet<string> = new Set(ENTRIES.map(({ key }) => key));
