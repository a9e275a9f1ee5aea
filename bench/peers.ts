import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Other programs that solve the same problems. Each script prints one JSON line on its standard output; times are medians
 * inside its process, imports left out. Expected in the folder:
 *
 *     s_scipy.py, s_dolfinx.py    --p --level --constraint pin --solver umfpack    P on the icosphere by finite elements
 *     s_freefem.edp               -degree -level -constraint pin
 *     q_scipy.py, q_qutip.py      --solver umfpack, --permc MMD_AT_PLUS_A          steady state in the spin-N/2 space
 *     q_mesolve.py                --method adams | bdf                             the same in time, t = 0 to 20, 201 outputs
 *     sde_numpy.py                --paths --steps                                  stochastic trajectories
 *     l_piqs.py, l_scipy.py       --gz --gp --gm --method power, --solver --timeout    with local rates, permutation-symmetric
 *
 * all of them with --N --bx (k_z = k_+ = 1) and --reps.
 */
export interface Peers {
  readonly folder: string;
  readonly python: string;
}

/** What the scripts print, as far as it is used here. */
export interface PeerResult {
  readonly solve_s: number;
  readonly total_s: number;
  readonly peak_mb: number;
  /** Largest error of the three means; null where the script knows no exact values. */
  readonly err: number | null;
  /** 2<J_k>/N; of the last time where there are several. */
  readonly observables: readonly number[];
  readonly path_steps_per_s?: number;
  /** Of UMFPACK: the numeric phase alone, and the values of L and U. */
  readonly numeric_s?: number;
  readonly fill?: number;
}

export type PeerOutcome = { readonly result: PeerResult; readonly failed: null } | PeerFailure;

export interface PeerFailure {
  readonly result: null;
  readonly failed: string;
}

type Options = Readonly<Record<string, string | number>>;

/** One line on how to get the comparison. */
export const withoutPeers =
  "To see the same problems in other programs, give the folder of their scripts (bench/peers.ts says which): npm run bench -- --peers DIR, or BLOCHFEM_PEERS=DIR.";

/** Runs a Python peer. A script that is missing or fails is an outcome, not an error. */
export function runPython(peers: Peers, script: string, options: Options): Promise<PeerOutcome> {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return runPeer(peers.python, [join(peers.folder, script), ...args], {});
}

/** Runs a script that is part of the benchmark itself. */
export const runScript = (
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<PeerOutcome> => runPeer(command, args, environment);

/** Runs a FreeFEM peer. It counts CPU seconds, hence one thread. */
export async function runFreeFem(peers: Peers, script: string, options: Options): Promise<PeerOutcome> {
  const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, String(value)]);
  const environment = { OPENBLAS_NUM_THREADS: "1", ...(await pluginFolder()) };
  return runPeer("FreeFem++", ["-nw", "-v", "0", join(peers.folder, script), ...args], environment);
}

async function runPeer(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<PeerOutcome> {
  try {
    // Some of them leave files where they run.
    const options = { cwd: tmpdir(), env: { ...process.env, ...environment }, timeout: 600_000 };
    const { stdout } = await execute(command, [...args], options);
    const line = stdout.split("\n").findLast((text) => text.startsWith("{"));
    if (line === undefined) return failure("printed no result");
    const parsed = JSON.parse(line) as PeerResult & { readonly failed?: string };
    return parsed.failed === undefined ? { result: parsed, failed: null } : failure(parsed.failed);
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    return failure(stderr?.trim().split("\n").at(-1) || message);
  }
}

const failure = (failed: string): PeerFailure => ({ result: null, failed });

/** Debian's FreeFem++ looks for its plugins where Debian does not put them. */
async function pluginFolder(): Promise<Record<string, string>> {
  if (process.env.FF_LOADPATH !== undefined || !existsSync("/usr/bin/dpkg")) return {};
  try {
    const { stdout } = await execute("dpkg", ["-L", "libfreefem++"]);
    const plugin = stdout.split("\n").find((path) => path.endsWith("freefem++/msh3.so"));
    return plugin === undefined ? {} : { FF_LOADPATH: dirname(plugin) };
  } catch {
    // Not installed: the run itself says so.
    return {};
  }
}
