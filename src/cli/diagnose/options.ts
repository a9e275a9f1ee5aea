import type { Command } from "commander";
import { defined } from "../../core/defined.ts";
import { limitsOf, numberOption, positiveOption } from "../arguments/common.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";
import { addOutOptions, type OutFlags } from "../results/options.ts";

interface DiagnoseFlags extends OutFlags {
  readonly initial?: string;
  readonly certify?: boolean;
  readonly certificate?: string;
  readonly seconds?: string;
  readonly band?: string;
  readonly to?: string;
  readonly every?: string;
  readonly scan?: readonly string[];
  readonly plot?: string;
  readonly dark?: boolean;
  readonly maxSeconds?: string;
  readonly maxMemory?: string;
  readonly json?: boolean;
}

export function addDiagnoseCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("diagnose")
    .summary("where P goes wrong, and whether the state is entangled")
    .usage("MODEL [options]")
    .description("Where and why the equation of MODEL is not parabolic, what a negative P is worth, what is entangled.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--initial <state>", "judge this state, not the steady one; with --to evolve it. As of evolve --initial")
    .option("--certify", "seek a proof that the state is entangled, or a mixture of product states")
    .option("--certificate <FILE>", "write that proof, which blochfem verify checks (implies --certify)")
    .option("--seconds <S>", "time for the proof; what is not decided then is undecided (default: 60)")
    .option("--band <L>", "look at P in the harmonics l <= L (default: as many as are known well)")
    .option("--to <T>", "follow the initial state up to this time")
    .option("--every <DT>", "and say at 0, DT, 2 DT, ..., T whether it is entangled")
    .option("--scan <axes...>", "where it is parabolic, over two parameters, as of meanfield --scan; after MODEL")
    .option("--max-seconds <S>", "leave out a steady state predicted to take more (default: 0.35; with --certify 120)")
    .option("--max-memory <MiB>", "memory that it may be predicted to take (default: 2048)")
    .option("--json", "print one JSON object and nothing else");
  addOutOptions(command, ["npz"], "diagnosis.txt, diagnosis.csv, and course.csv, scan.csv if asked for");
  addPlotOptions(command, "P, with --certify the proof, with --scan the map")
    .addHelpText("after", DIAGNOSE_HELP)
    .action(async (path: string, flags: DiagnoseFlags) => {
      const { initial, certificate, scan, plot, dark } = flags;
      const number = (name: string, text: string | undefined, example: string): number | undefined =>
        text === undefined ? undefined : numberOption(name, text, example);
      const seconds = flags.seconds === undefined ? undefined : positiveOption("--seconds", flags.seconds, "60");
      const { runDiagnose } = await import("./run.ts");
      await runDiagnose(context, {
        path,
        initial,
        certify: flags.certify === true || certificate !== undefined,
        certificate,
        seconds,
        band: number("--band", flags.band, "20"),
        to: number("--to", flags.to, "10"),
        every: number("--every", flags.every, "0.5"),
        scan,
        out: defined({ out: flags.out, format: flags.format }),
        picture: defined({ plot, dark }),
        limits: limitsOf(flags),
        json: flags.json === true,
      });
    });
}

const DIAGNOSE_HELP = `
The equation of P is parabolic where its diffusion matrix D has no negative
eigenvalue. Where it has one P may become negative. That alone proves nothing:
P has a part that no observable depends on, and one P may be negative where
another one of the same state is not. What is printed:

equation     least eigenvalue of D and where it is, the share of the sphere on
             which D has a negative one, and what restores it: dephasing about z
             in all, or dephasing of one rate about each axis. In the ball it is
             restored only by collective pump = decay and no interaction
growth       how fast a P with harmonics up to a degree may grow, d ln |P| / dt
P            minimum and negative mass, int max(-P, 0), in a band of harmonics.
             numerical: what errors may account for; in this gauge: the rest
certificate  with --certify. entangled: a polynomial T >= 0 on the sphere with
             int P T < 0, which no P >= 0 has. classical: the equation is
             parabolic, or points and white noise that add up to the state.
             undecided: neither, with the reason. visibility: how much of the
             state may be kept, mixed with white noise, until T says nothing
entanglement what experiments quote, each with a bound of its error and whether
             it proves entanglement; depth: so many spins at least are entangled
advice       which methods steady would take, which not, and why

--scan shows where the equation is parabolic, and three curves: its exact end,
the one of linear noise, and with --certify the end of entanglement, by the sign
of the least eigenvalue of the moment matrix.

--to and --every say between which times proved entanglement begins and ends.

Keys of --json: model, state (source, domain), parabolicity, negativity,
certificate, entanglement, course with --to, scan, advice (roads, band, text),
notes. docs/diagnose.md explains each of them. Curves are lists of [x, y, z].
Columns of diagnosis.csv: quantity, value, error. docs/data.md

Examples:
  blochfem diagnose model.yaml --certify --plot picture.svg
  blochfem diagnose model.yaml --certificate proof.json
  blochfem verify proof.json model.yaml
  blochfem diagnose model.yaml --initial 0,0,1 --to 4 --every 0.1
  blochfem diagnose model.yaml --scan field.x=0:2:5 collective.dephasing=0:1:11
`;
