import type { Command } from "commander";
import { limitsOf } from "../arguments/common.ts";
import type { CommandContext } from "../context.ts";

interface VerifyFlags {
  readonly initial?: string;
  readonly maxSeconds?: string;
  readonly maxMemory?: string;
  readonly json?: boolean;
}

export function addVerifyCommand(program: Command, context: CommandContext): void {
  program
    .command("verify")
    .summary("check a certificate that diagnose wrote")
    .usage("FILE MODEL [options]")
    .description("Checks the certificate in FILE against the state of the model in the file MODEL (or -).")
    .argument("<FILE>", "what diagnose --certificate wrote, or diagnose --certify --json printed")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--initial <state>", "the state that it is about, where that is not the steady one; as of evolve")
    .option("--max-seconds <S>", "refuse a steady state predicted to take more processor time (default: 120)")
    .option("--max-memory <MiB>", "memory that it may be predicted to take (default: 2048)")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", VERIFY_HELP)
    .action(async (file: string, path: string, flags: VerifyFlags) => {
      const { runVerify } = await import("./run.ts");
      await runVerify(context, {
        file,
        path,
        initial: flags.initial,
        limits: limitsOf(flags),
        json: flags.json === true,
      });
    });
}

const VERIFY_HELP = `
The state is computed anew from MODEL, and the certificate is checked by
formulas that the search does not use: a witness T by its values on a grid, its
least value over the sphere by a bound where it is no square, and int P T < 0
beyond all errors; points and white noise by adding them up. "classical" by the
parabolic argument is checked by the exact condition. Whoever does not trust
blochfem finds in docs/diagnose.md how to check a file by other means.

Exit code 1 if the certificate does not prove what it says of this state: it was
changed, is that of another state, or is undecided.

In the ball the witness is a partial transpose, an inequality or a polynomial.

Keys of --json: valid, reason, value (of the witness), errorBound.

Example:
  blochfem diagnose model.yaml --certificate proof.json
  blochfem verify proof.json model.yaml
`;
