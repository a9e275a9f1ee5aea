/** What a command sees of the process: the streams, the terminal and the environment. Tests hand in their own. */
export interface Io {
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Throws InputError where there is nothing that can be read. */
  readonly readStandardInput: () => Promise<string | Uint8Array>;
  /** Hears what whoever stops the program should be told or has to tidy up. */
  readonly onFact?: (fact: RunFact) => void;
}

export type RunFact =
  /** A run can go on behind this time. */
  | { readonly kind: "checkpoint"; readonly path: string; readonly time: number }
  /** Rows of a sweep are kept there. */
  | { readonly kind: "sweep"; readonly path: string; readonly done: number; readonly total: number }
  /** Jobs of a batch script have been submitted, and what to do when they have ended. */
  | { readonly kind: "jobs"; readonly path: string; readonly then: string }
  /** Files that are not complete stand in this folder under temporary names. */
  | { readonly kind: "staging"; readonly folder: string }
  /** A page is served until then. */
  | { readonly kind: "serving" }
  /** All results are where they were asked for. */
  | { readonly kind: "written" };

/** Whether to colour a stream: only a terminal, and not where NO_COLOR (https://no-color.org) is set to anything. */
export function useColour(io: Io, isTerminal: boolean): boolean {
  return isTerminal && !io.environment.NO_COLOR && io.environment.TERM !== "dumb";
}
