import { type Command, Option } from "commander";
import { defined } from "../../core/defined.ts";
import type { AnySpectrumOptions } from "../../roads/spectrum/options.ts";
import { numberOption, positiveOption } from "../arguments/common.ts";
import { placeOption } from "../arguments/complexOption.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";
import { addOutOptions, type OutFlags } from "../results/options.ts";

interface SpectrumFlags extends OutFlags {
  readonly count?: string;
  readonly method: NonNullable<AnySpectrumOptions["method"]>;
  readonly near?: string;
  readonly frequencies?: string;
  readonly sector?: string;
  readonly tolerance?: string;
  readonly band?: string;
  readonly maxSeconds?: string;
  readonly maxMemory?: string;
  readonly json?: boolean;
  readonly plot?: string;
  readonly dark?: boolean;
}

export function addSpectrumCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("spectrum")
    .summary("slowest rates and frequencies of a model")
    .usage("MODEL [options]")
    .description("Eigenvalues of the generator of the model in the file MODEL (or -), the slowest first.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option(
      "--count <n>",
      "how many eigenvalues, all zeros included (default: 10, and 10 more where these are all zero)",
    )
    .option("--near <place>", "those nearest to a place instead, such as 1.0i, -0.5+1.0i or -2")
    .option("--frequencies <w>", "only |frequency| <= w (default: all, or where they are searched for, by the model)")
    .option("--sector <m>", "only coherences m - m' = m of a model about z: 0 for populations, 1 for the light")
    .option(
      "--tolerance <T>",
      "largest accepted error estimate, in units of the sum of field and rates (default: 1e-8)",
    )
    .addOption(
      new Option(
        "--method <road>",
        "auto: the road that is predicted to do; fem: finite elements; harmonic: moments of P; dicke: the density matrix",
      )
        .choices(["auto", "fem", "harmonic", "dicke"])
        .default("auto"),
    )
    .option("--band <L>", "harmonic: harmonics l <= L, in the ball moments up to degree L (default: chosen)")
    .option("--max-seconds <S>", "processor time that a method may be predicted to take (default: 120)")
    .option("--max-memory <MiB>", "memory that a method may be predicted to take (default: 2048)")
    .option("--json", "print one JSON object and nothing else");
  addOutOptions(command, ["npz"], "spectrum.txt and spectrum.csv");
  addPlotOptions(command, "the eigenvalues with their errors")
    .addHelpText("after", SPECTRUM_HELP)
    .action(async (path: string, flags: SpectrumFlags) => {
      const options = spectrumOptions(flags);
      const [{ runSpectrum }, { spectrumRoads }] = await Promise.all([
        import("./run.ts"),
        import("../../roads/spectrum/options.ts"),
      ]);
      spectrumRoads(options, (name) => `--${name}`);
      const { plot, dark, out, format } = flags;
      await runSpectrum(context, {
        path,
        options,
        json: flags.json === true,
        out: defined({ out, format }),
        picture: defined({ plot, dark }),
      });
    });
}

/** Throws InputError for what is no number. */
function spectrumOptions(flags: SpectrumFlags): Omit<AnySpectrumOptions, "onProgress"> {
  const { method, near, frequencies, sector, tolerance, band, maxSeconds, maxMemory } = flags;
  return {
    method,
    ...(flags.count === undefined ? {} : { count: numberOption("--count", flags.count, "10") }),
    ...(near === undefined ? {} : { near: placeOption("--near", near) }),
    ...(frequencies === undefined ? {} : { frequencyLimit: positiveOption("--frequencies", frequencies, "2") }),
    ...(sector === undefined ? {} : { sector: numberOption("--sector", sector, "1") }),
    ...(tolerance === undefined ? {} : { tolerance: numberOption("--tolerance", tolerance, "1e-8") }),
    ...(band === undefined ? {} : { band: numberOption("--band", band, "20") }),
    limits: {
      ...(maxSeconds === undefined ? {} : { seconds: positiveOption("--max-seconds", maxSeconds, "600") }),
      ...(maxMemory === undefined ? {} : { bytes: 2 ** 20 * positiveOption("--max-memory", maxMemory, "4096") }),
    },
  };
}

const SPECTRUM_HELP = `
The generator of the P-function and the Liouvillian in the symmetric subspace,
d rho/dt = L rho, have the same eigenvalues. Zero is the steady state; any other
eigenvalue -g + i w is a motion that dies out as exp(-g t) cos(w t). With local
rates the subspace is that of all permutation-symmetric operators.

The order is the same by every method: smallest |g| first, then smallest |w|; of
a pair -g +- i w the + first. A pair is never cut in two: then there is one more
than --count. With --near the distance to that place, or to its mirror image
below the real axis, comes before these: --near 1.0i finds oscillations of a
time crystal at that frequency, however many slower ones there are. Rates closer
than 1e-7 of field and rates count as equal.

Up to N of about 25 (in the ball 14), more with a symmetry, all of them are
computed. Beyond, the list is searched for among the frequencies |w| <= W only,
and the output says W: it covers the field and the mean-field frequencies and
grows while modes reach it, or is what --frequencies says. With a field along z
each coherence is searched for itself, in the frame that turns with the field.
--sector 1 --count 1 is the slowest mode of the light: its rate is half the
linewidth. A sector other than 0 has no zero.

The error of each contains its condition number: rounding of the matrix may move
an eigenvalue by far more than rounding of a number. One above the tolerance is
a failure. Where the steady state is not unique zero is a multiple eigenvalue,
and the output says how often, and what is conserved.

Keys of --json: eigenvalues ([re, im], both of a pair), errorEstimate (of each),
model, method (the road), reason, relaxationGap, zeros (how many eigenvalues are
zero), conserved (what besides the trace, or null), searched ([-W, W], or null
where nothing was left out), and band, space and expansion where there are any.

Columns of spectrum.csv: re, im and error, a line an eigenvalue. docs/data.md

Example:
  blochfem spectrum model.yaml --count 20 --near 1.0i
`;
