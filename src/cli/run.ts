import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { InputError } from "../core/errors.ts";
import { excerpt } from "../core/printable.ts";
import { addCheckCommand } from "./check/options.ts";
import { addCompletionCommand } from "./completion/options.ts";
import type { CommandContext } from "./context.ts";
import { addCorrelateCommand } from "./correlate/options.ts";
import { addCountingCommand } from "./counting/options.ts";
import { addDiagnoseCommand } from "./diagnose/options.ts";
import { addEmissionCommand } from "./emission/options.ts";
import { addEvolveCommand } from "./evolve/options.ts";
import { EXIT_OK, failureOf } from "./exitCodes.ts";
import { addExploreCommand } from "./explore/options.ts";
import { addInitCommand } from "./init/options.ts";
import { addMeanFieldCommand } from "./meanfield/options.ts";
import { addMeshCommand } from "./mesh/options.ts";
import { addSensitivityCommand } from "./sensitivity/options.ts";
import { addShowCommand } from "./show/options.ts";
import { addSpectrumCommand } from "./spectrum/options.ts";
import { addSteadyCommand } from "./steady/options.ts";
import { addSweepCommand } from "./sweep/options.ts";
import { type Io, useColour } from "./terminal/io.ts";
import { terminalText } from "./terminal/terminalText.ts";
import { addVerifyCommand } from "./verify/options.ts";
import { packageVersion } from "./version.ts";

/** Runs one command line, without the names of node and of the script. Returns the exit code; never throws. */
export async function run(argv: readonly string[], rawIo: Io): Promise<number> {
  let exitCode = EXIT_OK;
  const io: Io = {
    ...rawIo,
    writeOut: (text) => rawIo.writeOut(terminalText(text, rawIo.outIsTerminal)),
    writeError: (text) => rawIo.writeError(terminalText(text, rawIo.errorIsTerminal)),
  };
  const context: CommandContext = {
    io,
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  const program = createProgram(context);
  try {
    // Either letter asks for the version, as people are used to from other programs.
    if (argv[0] === "help" && argv[1] !== undefined) requireCommand(program, argv[1]);
    await program.parseAsync(argv[0] === "-V" ? ["--version"] : argv, { from: "user" });
    return exitCode;
  } catch (error) {
    const misspelt = error instanceof CommanderError ? await explainedOption(error, program, argv) : null;
    const failure = failureOf(misspelt ?? error, io.environment);
    const colours = pc.createColors(useColour(io, io.errorIsTerminal));
    if (failure.message !== "") io.writeError(`${colours.red("error:")} ${failure.message}\n`);
    if (lacksModel(error)) io.writeError(MODEL_FILE);
    return failure.exitCode;
  }
}

/** Loaded where it is needed: help loads no more than it prints. */
async function explainedOption(error: CommanderError, program: Command, argv: readonly string[]) {
  const { unknownOption } = await import("./arguments/unknownOption.ts");
  return unknownOption(error, program, argv);
}

const lacksModel = (error: unknown): boolean =>
  error instanceof CommanderError && error.code === "commander.missingArgument" && error.message.includes("'MODEL'");

function requireCommand(program: Command, name: string): void {
  const names = program.commands.map((command) => command.name());
  if (names.includes(name)) return;
  throw new InputError({
    what: `unknown command "${excerpt(name, 60)}"`,
    remedy: `use one of ${names.join(", ")}`,
    value: name,
    limit: names,
  });
}

function createProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command("blochfem")
    .description(
      "Finite elements for the P-function of N driven, dissipative two-level systems, on the Bloch sphere and in the Bloch ball.",
    )
    .version(packageVersion(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [COMMAND]", "print the help of a command")
    .exitOverride()
    // A command of a command has options of its own.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: io.writeOut,
      writeErr: io.writeError,
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
      outputError: () => {},
    })
    .addHelpText("after", PROGRAM_HELP);
  addSteadyCommand(program, context);
  addEvolveCommand(program, context);
  addSpectrumCommand(program, context);
  addCorrelateCommand(program, context);
  addEmissionCommand(program, context);
  addCountingCommand(program, context);
  addSensitivityCommand(program, context);
  addMeanFieldCommand(program, context);
  addCheckCommand(program, context);
  addDiagnoseCommand(program, context);
  addSweepCommand(program, context);
  addVerifyCommand(program, context);
  addShowCommand(program, context);
  addExploreCommand(program, context);
  addInitCommand(program, context);
  addMeshCommand(program, context);
  addCompletionCommand(program, context);
  return program;
}

const MODEL_FILE = `
MODEL is a file with the spins, the field that drives them and the rates of what
dissipates, such as fig2a.yaml,

  spins: 40
  field: [0.5, 0, 0]
  collective: { dephasing: 1, pump: 1 }

which these two lines write and solve:

  blochfem init fig2a
  blochfem steady fig2a.yaml

"blochfem steady --help" explains every line of it, "blochfem init" lists more.
`;

const PROGRAM_HELP = `
The state of N spins is written as a mixture of coherent states,
rho = int P(r) |r><r| d^2r with |r> all spins along r. Its weight P obeys a
Fokker-Planck equation on the unit sphere, whose size does not grow with N.
Local processes, of each spin by itself, take P into the ball |r| <= 1.

Example: save these lines as model.yaml,

  spins: 40
  field: [0.5, 0, 0]
  collective: { dephasing: 1, pump: 1, decay: 0 }

and run

  blochfem steady model.yaml            its steady state, with error estimates
  blochfem steady model.yaml --check    the same beside the exact quantum one

"blochfem steady --help" explains every line of the model.

Exit codes: 0 success; 1 no trustworthy result (steady state not unique, solver
not converged, problem too large, a check that disagrees, ...); 2 a mistake in
the command line or in a file; 70 a mistake in blochfem; 130 stopped with
Ctrl-C; 143 stopped by SIGTERM. What was kept is said then.
`;
