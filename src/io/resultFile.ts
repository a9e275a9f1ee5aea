import { FileFormatError } from "../core/errors.ts";
import { solidCount } from "../core/solidHarmonics.ts";
import type { MomentsStart } from "../model/initialState.ts";

/** The state at the end of a run, as result.json holds it under the key `state`. */
export interface StoredState {
  /** Harmonics of P on the sphere, or solid harmonics in the ball. */
  readonly domain: "sphere" | "ball";
  readonly spins: number;
  /** Highest degree. */
  readonly band: number;
  /** Trace norm of what rho may be off by, as estimated. */
  readonly error: number;
  /** Scaled as docs/physics.md says, by ascending degree. */
  readonly unknowns: readonly number[];
}

/** What a state is stored as. */
export const storedState = ({ domain, spins, band, error, unknowns }: MomentsStart): StoredState => ({
  domain,
  spins,
  band,
  error,
  unknowns: [...unknowns],
});

/** How far the norm and a mean may be off: more than any printed digits, less than any damage that matters. */
const CONSISTENCY = 1e-6;

/**
 * The state that a result.json ends with. `path` names the file in messages and is not opened.
 *
 * @throws FileFormatError where the text is no result, holds no state, or is damaged
 */
export function parseResultFile(text: string, path: string): MomentsStart {
  const fail = (what: string, remedy: string): FileFormatError =>
    new FileFormatError(path, 1, 1, { what, remedy, value: path });
  const report = jsonObject(text);
  if (report === null)
    throw fail(
      "the file is no JSON object",
      "give the result.json that --out wrote, or restore it where it is damaged",
    );
  const stored = report.state as Partial<StoredState> | null | undefined;
  if (stored === undefined || stored === null || typeof stored !== "object") {
    const { stateMissing: reason } = report;
    if (typeof reason === "string")
      throw fail(
        `the file holds no state to start from: ${reason}`,
        "give the result of a run by method harmonic or dicke, which keep their states; where the state is too large, in a lower band",
      );
    throw fail("the file holds no state to start from", "give the result.json that --out of steady or evolve wrote");
  }
  const { domain, spins, band, error, unknowns } = stored;
  const damaged = (what: string): FileFormatError =>
    fail(`the state in the file is damaged: ${what}`, "restore it, or run again");
  if (domain !== "sphere" && domain !== "ball") throw damaged("its domain is neither sphere nor ball");
  if (!isCount(spins) || spins < 1) throw damaged("spins is no whole number");
  if (!isCount(band) || band > spins) throw damaged(`band is no whole number up to N = ${spins}`);
  if (!(typeof error === "number" && error >= 0)) throw damaged("its error is no number of at least 0");
  const length = domain === "sphere" ? (band + 1) ** 2 : solidCount(band);
  if (!Array.isArray(unknowns) || unknowns.length !== length)
    throw damaged(
      `a state up to degree ${band} has ${length} numbers, not ${Array.isArray(unknowns) ? unknowns.length : 0}`,
    );
  if (!unknowns.every(Number.isFinite)) throw damaged("not all of its numbers are finite");
  const values = Float64Array.from(unknowns as readonly number[]);
  const norm = values[0]! * Math.sqrt(spins + 1);
  if (!(Math.abs(norm - 1) <= CONSISTENCY)) throw damaged(`its norm is ${norm}, not 1`);
  values[0] = 1 / Math.sqrt(spins + 1);
  requireMean(values, spins, report, error, damaged);
  return { kind: "moments", domain, spins, band, unknowns: values, error, source: path };
}

/** The moments of degree 1 stand in the file twice: among the observables, too. */
function requireMean(
  values: Float64Array,
  spins: number,
  report: Readonly<Record<string, unknown>>,
  error: number,
  damaged: (what: string) => FileFormatError,
): void {
  const list = report.observables as { readonly mean?: readonly number[] } | readonly { mean: readonly number[] }[];
  const mean = Array.isArray(list) ? list.at(-1)?.mean : (list as { mean?: readonly number[] } | undefined)?.mean;
  if (!Array.isArray(mean) || mean.length !== 3) throw damaged("it has no observables beside it");
  // u_1m = sqrt(4 pi g_1) p_1m, g_1/g_0 = N/(N + 2), in the order z, x, -y of Condon and Shortley's phase.
  const scale = Math.sqrt((spins * 3) / ((spins + 2) * (spins + 1)));
  const found = [-values[2]! / scale, -values[3]! / scale, values[1]! / scale];
  for (const [k, value] of found.entries()) {
    if (!(Math.abs(value - mean[k]!) <= CONSISTENCY + error))
      throw damaged(`its mean ${value} along ${"xyz"[k]} is not that of the observables, ${mean[k]}`);
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
