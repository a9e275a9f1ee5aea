import type { ExplorerModel, ShownFunction, Vector } from "./state.ts";

/*
 * Between the page and its two workers. A request names what is wanted of one model; for each of these comes one answer, or a failure in its place, and
 * behind the last of them `done`. Arrays are handed over, not copied: who has been given an answer owns it.
 */

/** The fast worker answers while a slider is dragged, the slow one when it rests. */
export type Quality = "fast" | "slow";

export interface Request {
  /** Of the page's choice: answers carry it. */
  readonly id: number;
  readonly model: ExplorerModel;
  readonly quality: Quality;
  readonly wants: Wants;
}

/** What is wanted, each left out where it is not. They are answered in this order. */
export interface Wants {
  /** Where the equation is parabolic, in a sentence; flow and fixed points of the mean field. */
  readonly facts?: true;
  /** A function on the sphere: of the steady state, or at a time of an evolution. */
  readonly picture?: { readonly shown: ShownFunction; readonly at?: EvolutionTime };
  /** In the ball: P on two discs through the mean. */
  readonly slices?: { readonly axis: Vector; readonly at?: EvolutionTime };
  /** Values with errors; slow: beside the exact road. */
  readonly table?: true;
  /** Means in time. */
  readonly evolution?: EvolutionWanted;
  /** The slowest eigenvalues. */
  readonly spectrum?: { readonly count: number };
  /** What experimentalists quote. */
  readonly entanglement?: true;
  /** Whether the state is a mixture of product states, for at most so many seconds of processor time. */
  readonly certificate?: { readonly seconds: number };
  /** A file of the steady state. */
  readonly file?: { readonly format: FileFormat };
}

export type Want = keyof Wants;

export interface EvolutionWanted {
  /** All spins along this direction at time 0. */
  readonly start: Vector;
  readonly until: number;
  /** Times 0, until / steps, ..., until. */
  readonly steps: number;
}

/** One of the times of an evolution, which is followed first where it is not known yet. */
export interface EvolutionTime {
  readonly evolution: EvolutionWanted;
  /** From 0 to `steps`. */
  readonly index: number;
}

export type FileFormat = "vtu" | "model";

export type Answer =
  | FactsAnswer
  | PictureAnswer
  | SlicesAnswer
  | TableAnswer
  | EvolutionAnswer
  | SpectrumAnswer
  | EntanglementAnswer
  | CertificateAnswer
  | FileAnswer
  | FailureAnswer
  | DoneAnswer;

interface Common {
  readonly id: number;
  readonly quality: Quality;
}

/** A sentence for the head of the page. */
export interface Verdict {
  /** good: as one would like it; warning: to be looked at; plain: neither. */
  readonly tone: "good" | "warning" | "plain";
  /** "Not parabolic on 44 % of the sphere, hatched; parabolic from k_z = 0.50 on". */
  readonly text: string;
}

export interface FactsAnswer extends Common {
  readonly kind: "facts";
  readonly verdict: Verdict;
  readonly parabolic: boolean;
  readonly domain: "sphere" | "ball";
  /** Share of the sphere where the equation is not parabolic, from 0 to 1; null in the ball. */
  readonly areaFraction: number | null;
  /** Closed curves around that region, 3 numbers a point, the first not repeated at the end. */
  readonly outlines: readonly Float32Array[];
  readonly fixedPoints: readonly {
    readonly position: Vector;
    readonly kind: string;
    readonly eigenvalues: readonly (readonly [real: number, imaginary: number])[];
  }[];
  /** Fixed points that are not isolated, in words; null where there are none. */
  readonly continuum: string | null;
  /** Pieces of the flow of the mean field, 3 numbers a point, evenly spaced in time. */
  readonly flow: readonly Float32Array[];
}

/** A surface of triangles with values at its vertices. */
export interface Surface {
  /** 3 numbers a vertex: on the sphere unit vectors, of slices points of the ball. */
  readonly positions: Float32Array;
  /** 3 vertices a triangle, anticlockwise from outside. */
  readonly triangles: Uint32Array;
  /** One a vertex. */
  readonly values: Float32Array;
  readonly least: number;
  readonly greatest: number;
}

export interface PictureAnswer extends Common, Surface {
  readonly kind: "picture";
  /** What is shown: other than what was wanted where `note` says why. */
  readonly shown: ShownFunction;
  /** The index in time that was asked for; null for the steady state. */
  readonly index: number | null;
  /** One a vertex, negative where the equation is not parabolic; null where it is so everywhere, and in the ball. */
  readonly margins: Float32Array | null;
  /** For the legend, such as "harmonics l <= 20", markup; null where all of the function is shown. */
  readonly band: string | null;
  /** All of P at this point, which nothing on a surface shows; null where it is a function. */
  readonly point: Vector | null;
  /** 2<J>/N, with the largest error of its components. */
  readonly mean: Vector;
  readonly meanError: number;
  /** Why something else is shown, in a sentence; null where it is what was wanted. */
  readonly note: string | null;
}

export interface SlicesAnswer extends Common {
  readonly kind: "slices";
  readonly index: number | null;
  /** P on a disc that holds the axis and the mean, and on one across the axis through the mean. */
  readonly slices: readonly Surface[];
  readonly mean: Vector;
  /** |2<J>/N|. */
  readonly meanLength: number;
  /** <r^2> of P: 1 for pure product states, less where spins are mixed, and below 0 where P is. */
  readonly meanSquare: number;
  readonly band: string | null;
}

/** A line of the table. */
export interface Row {
  /** "mean.0", "square.1", "cross.2", "purity", "kitagawaUeda", "wineland". */
  readonly key: string;
  /** "2<Jx>/N". */
  readonly label: string;
  readonly value: number;
  /** The true error is at most this; null where there is no estimate. */
  readonly error: number | null;
  /** By the other road; null where there is none. */
  readonly exact: number | null;
  readonly difference: number | null;
}

export interface TableAnswer extends Common {
  readonly kind: "table";
  readonly rows: readonly Row[];
  /** "Finite elements, degree 4, 2562 unknowns". */
  readonly method: string;
  /** Why this road was taken. */
  readonly reason: string | null;
  /** The other road; null where there is none, and `note` says why. */
  readonly comparison: string | null;
  readonly note: string | null;
  /** Of processor time, as far as a browser tells. */
  readonly seconds: number;
}

export interface EvolutionAnswer extends Common {
  readonly kind: "evolution";
  readonly wanted: EvolutionWanted;
  readonly times: Float64Array;
  /** 3 numbers a time: 2<J>/N. */
  readonly means: Float64Array;
  /** null where the mean field, the limit of many spins, stands in. */
  readonly meanErrors: Float64Array | null;
  /** One a time; null as `meanErrors`. */
  readonly purities: Float64Array | null;
  readonly purityErrors: Float64Array | null;
  readonly method: string;
  /** Why the mean field stands in, in a sentence; null where it does not. */
  readonly note: string | null;
}

export interface SpectrumAnswer extends Common {
  readonly kind: "spectrum";
  readonly eigenvalues: readonly (readonly [real: number, imaginary: number])[];
  readonly errors: readonly number[];
  readonly zeros: number;
  /** The least rate that is not zero to its error; null where there is none. */
  readonly gap: number | null;
  readonly method: string;
}

export interface EntanglementRow {
  /** Markup. */
  readonly label: string;
  readonly value: number | null;
  readonly error: number | null;
  /** Whether it proves entanglement; null where it says nothing of it. */
  readonly detects: boolean | null;
  readonly note: string | null;
}

export interface EntanglementAnswer extends Common {
  readonly kind: "entanglement";
  readonly rows: readonly EntanglementRow[];
}

export interface CertificateAnswer extends Common {
  readonly kind: "certificate";
  /** "not-identical-product": in the ball no mixture of identical product states, which says nothing of entanglement. */
  readonly verdict: "entangled" | "classical" | "undecided" | "not-identical-product";
  /** "Entangled: e = -0.31". */
  readonly sentence: Verdict;
  /** What proves it, or why nothing does; markup. */
  readonly explanation: string;
  /** e, and how far it may be off; null where nothing is proven entangled. */
  readonly value: number | null;
  readonly errorBound: number | null;
}

export interface FileAnswer extends Common {
  readonly kind: "file";
  readonly format: FileFormat;
  readonly name: string;
  readonly type: string;
  readonly contents: string | Uint8Array;
}

/** An error of the library as it is: what is wrong, and what to do about it. */
export interface FailureAnswer extends Common {
  readonly kind: "failure";
  /** null where the model is none, which ends the request. */
  readonly want: Want | null;
  readonly name: string;
  readonly what: string;
  readonly remedy: string;
}

export interface DoneAnswer extends Common {
  readonly kind: "done";
  readonly seconds: number;
}
