import { EXIT_NUMERICAL, failureOf } from "../exitCodes.ts";
import { run } from "../run.ts";
import { processStreams, type Streams } from "./streams.ts";

/** What only prints a text needs no thread. */
const TEXT_ONLY = new Set(["help", "completion", "-h", "--help", "-v", "-V", "--version"]);

const isTextOnly = (argv: readonly string[]): boolean =>
  argv.length === 0 || TEXT_ONLY.has(argv[0]!) || argv.includes("--help") || argv.includes("-h");

/** Runs a command line in this process, from its streams to its signals. Returns the exit code; never throws. */
export async function runProcess(argv: readonly string[]): Promise<number> {
  const streams = processStreams();
  const fail = (error: unknown): number => {
    const { exitCode, message } = failureOf(error, process.env);
    if (message !== "") streams.writeError(`error: ${message}\n`);
    return exitCode;
  };
  // What no command has awaited: the process ends here, in one line.
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => process.exit(fail(error)));
  }
  let code: number;
  try {
    code = isTextOnly(argv) ? await run(argv, streams) : await runCommand(argv, streams);
  } catch (error) {
    code = fail(error);
  }
  // The error of a write comes behind it.
  await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
  const failure = streams.outputFailure();
  if (failure === null) return code;
  streams.writeError(`error: cannot write to standard output: ${failure}; make room, or write to another place\n`);
  return code === 0 ? EXIT_NUMERICAL : code;
}

/** Loaded here: what only prints a text starts no thread, and loads none of what threads need. */
async function runCommand(argv: readonly string[], streams: Streams): Promise<number> {
  const { runInThread } = await import("./supervise.ts");
  return runInThread(argv, streams);
}
