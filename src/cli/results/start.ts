import type { InitialState, StatePart } from "../../model/initialState.ts";

/** An initial state as a saved model file names it, and the files that lie beside that. */
export interface SavedStart {
  readonly initial: unknown;
  readonly files: Readonly<Record<string, string>>;
}

/** Earlier results that a state is from are copied, so that a folder repeats its run wherever it is moved; `texts` are those that were read, by the name of each. */
export function savedStart(initial: InitialState, texts: Readonly<Record<string, string>>): SavedStart {
  const files: Record<string, string> = {};
  const partOf = (state: StatePart): object => {
    switch (state.kind) {
      case "coherent":
        return { coherent: state.direction };
      case "thermal":
        return { thermal: { ratio: state.ratio } };
      case "product":
        return { product: state.vector };
      case "dicke":
        return { dicke: { m: state.m, ...(state.j === undefined ? {} : { j: state.j }) } };
      case "moments": {
        const count = Object.keys(files).length;
        const name = count === 0 ? "start.json" : `start-${count + 1}.json`;
        files[name] = texts[state.source!]!;
        return { from: name };
      }
    }
  };
  const written =
    initial.kind === "mixture"
      ? { mixture: initial.parts.map(({ weight, state }) => ({ weight, ...partOf(state) })) }
      : partOf(initial);
  return { initial: written, files };
}
