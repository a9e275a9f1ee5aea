import { type Command, Option } from "commander";
import type { CommandContext } from "../context.ts";
import { numberOption } from "../options.ts";
import type { SpectrumMethod } from "../spectrum/roads.ts";

interface SpectrumFlags {
  readonly count: string;
  readonly method: SpectrumMethod;
  readonly json?: boolean;
}

export function addSpectrumCommand(program: Command, context: CommandContext): void {
  program
    .command("spectrum")
    .summary("slowest rates and frequencies of a model")
    .usage("MODEL [options]")
    .description("Eigenvalues nearest to zero of the generator of the model in the file MODEL (or -).")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--count <n>", "how many eigenvalues, the zero included", "10")
    .addOption(
      new Option("--method <road>", "fem: finite elements; harmonic: moments of P; dicke: the density matrix")
        .choices(["fem", "harmonic", "dicke"])
        .default("fem"),
    )
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", SPECTRUM_HELP)
    .action(async (path: string, flags: SpectrumFlags) => {
      const count = numberOption("--count", flags.count, "10");
      const { runSpectrum } = await import("../spectrum/command.ts");
      await runSpectrum(context, { path, count, method: flags.method, json: flags.json === true });
    });
}

const SPECTRUM_HELP = `
The generator of the P-function and the Liouvillian in the symmetric subspace,
d rho/dt = L rho, have the same eigenvalues. Zero is the steady state; any other
eigenvalue -g + i w is a motion that dies out as exp(-g t) cos(w t). With local
rates the subspace is that of all permutation-symmetric operators.

What is listed are the eigenvalues nearest to zero, by the size of g. The
relaxation gap is the least g > 0 among them. An oscillation that dies out still
slower, but whose frequency is higher than all those listed, would not be seen:
raise --count where frequencies matter.

In the ball with unequal collective pump and decay finite elements keep
polynomials up to degree 10 at most, which may not reach 1e-8 where N is larger;
--method harmonic is exact up to N = 30, and tells its errors beyond.

Keys of --json: eigenvalues ([re, im] by |re|, both of a pair, exactly n, so
that the other half of the last pair can be missing), model, method,
errorEstimate (of each), relaxationGap, and band and space where there are any.

Example:
  blochfem spectrum model.yaml --count 20 --method harmonic
`;
