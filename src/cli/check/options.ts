import type { Command } from "commander";
import { defined } from "../../core/defined.ts";
import { numberOption, positiveOption } from "../arguments/common.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import { maximumStepOption, timesOption } from "../arguments/timeGrid.ts";
import type { CommandContext } from "../context.ts";
import { addOutOptions, type OutFlags } from "../results/options.ts";

interface CheckFlags extends OutFlags {
  readonly at?: string;
  readonly initial?: string;
  readonly maxStep?: string;
  readonly maxSeconds?: string;
  readonly trajectories?: string;
  readonly seed?: string;
  readonly json?: boolean;
  readonly plot?: string;
  readonly dark?: boolean;
}

export function addCheckCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("check")
    .summary("all methods against one another, with error bars")
    .usage("MODEL [options]")
    .description("Solves the model in the file MODEL (or -) by every method that applies, and compares.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--at <t1,t2,...>", "times to compare at, besides the steady state (default: 0.25,1,3)")
    .option(
      "--initial <state>",
      "as of evolve: x,y,z, a state in braces, or an earlier result.json (default: initial of MODEL)",
    )
    .option("--max-step <H>", "no time step is longer, by any method (default: as the field and the tolerance allow)")
    .option("--max-seconds <S>", "leave out a run in time predicted to take more processor time (default: 3600)")
    .option("--trajectories <n>", "how many, at least 1000 (default: 10000)")
    .option("--seed <s>", "seed of their random numbers (default: 1)")
    .option("--json", "print one JSON object and nothing else");
  addOutOptions(command, ["npz"], "check.txt and check.csv");
  addPlotOptions(command, "what the methods differ by")
    .addHelpText("after", CHECK_HELP)
    .action(async (path: string, flags: CheckFlags) => {
      const times = flags.at === undefined ? undefined : timesOption("--at", flags.at);
      const trajectories =
        flags.trajectories === undefined ? undefined : numberOption("--trajectories", flags.trajectories, "10000");
      const seed = flags.seed === undefined ? undefined : numberOption("--seed", flags.seed, "1");
      const { runCheck } = await import("./run.ts");
      await runCheck(context, {
        path,
        times,
        initial: flags.initial,
        maximumStep: flags.maxStep === undefined ? undefined : maximumStepOption(flags.maxStep),
        maximumSeconds:
          flags.maxSeconds === undefined ? undefined : positiveOption("--max-seconds", flags.maxSeconds, "600"),
        trajectories,
        seed,
        json: flags.json === true,
        out: defined({ out: flags.out, format: flags.format }),
        picture: defined({ plot: flags.plot, dark: flags.dark }),
      });
    });
}

const CHECK_HELP = `
Four methods share nothing but the model: finite elements and harmonic moments
solve the equation of P, each in its own way; the density matrix knows nothing
of P; trajectories draw samples of it. The one with the smallest errors is the
reference for the others, at each time and in the steady state.

A method that cannot do a model is left out, with the reason: the density matrix
where N is large, trajectories where the equation is not parabolic.

Compared are first and second moments and the purity. A bounded answer
disagrees where a difference is larger than both error estimates together. For
trajectories differences are counted in standard errors (z), and positions,
counted in the cells of the mesh, are tested against P by chi-square (in the
ball P has exact moments, but not cell by cell: a distance is printed), unless
the mesh does not resolve P, which what it has below 0 tells. All statistical
tests together raise a false alarm in 1 of 100 checks: the more tests, the more
each has to be off (Bonferroni). The same seed gives the same result.

Exit code 1 if anything disagrees; the table marks it with a "!".

Keys of --json: model, initial, agrees, statistics (level, tests, testLevel,
scoreLimit, trajectories, seed), states and notes. An entry of states is a time,
or the steady state: state, reference, roads (road, observables, error,
errorKind, deviations, agrees), leftOut (road, reason), histogram and, where
that is missing, histogramLeftOut with the reason.

Columns of check.csv, a line for each method at each time and, with t empty, in
the steady state: t, method, reference, agrees, then as evolution.csv. Errors of
trajectories are standard errors. docs/data.md

Examples:
  blochfem check model.yaml --at 0.5,2
  blochfem check model.yaml --initial 0,0,1 --trajectories 100000
`;
