import { type Command, Option } from "commander";
import type { ScanAxis } from "../../roads/meanField/scan.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";
import type { SweepFlags } from "./flags.ts";

/** What is left of --vary and --zip until the numbers in them are read: in the order in which they stand. */
interface AxisText {
  readonly option: "--vary" | "--zip";
  readonly text: string;
}

export function addSweepCommand(program: Command, context: CommandContext): void {
  const axes: AxisText[] = [];
  const collect =
    (option: AxisText["option"]) =>
    (text: string): void =>
      void axes.push({ option, text });
  const sweep = program
    .command("sweep")
    .summary("a task over values of parameters: a table")
    .usage("MODEL --vary NAME=VALUES [options]")
    .description("Solves the model in the file MODEL (or -) at every point of a grid of parameters.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option(
      "--vary <axis>",
      "NAME=FIRST:LAST:COUNT, with :log behind it, or NAME=V,V,...; any number of them",
      collect("--vary"),
    )
    .option("--zip <axis>", "goes together, value by value, with the --vary before it", collect("--zip"))
    .addOption(
      new Option("--task <name>", "what is asked at each point")
        .choices(["steady", "spectrum", "diagnose", "evolve"])
        .default("steady"),
    )
    .option("--until <condition>", 'find where it changes along the last --vary: "observables.mean[2] = 0"')
    .addOption(
      new Option("--method <road>", "auto: the cheapest road that is predicted to do (default: auto)").choices([
        "auto",
        "fem",
        "harmonic",
        "dicke",
      ]),
    )
    .option("--tolerance <T>", "steady, spectrum, evolve: largest accepted error estimate")
    .option("--band <L>", "harmonics, in the ball polynomials, up to this degree (default: chosen)")
    .option("--mesh <M>", "steady, evolve: mesh of the elements, as of steady (default: auto)")
    .option("--degree <P>", "steady, evolve: degree of the elements (default: chosen)")
    .option("--count <n>", "spectrum: how many eigenvalues (default: 10)")
    .option("--near <place>", "spectrum: those nearest to a place, such as 1.0i")
    .option("--initial <state>", "evolve, diagnose: this state, as of evolve")
    .option("--to <T>", "evolve: the time of the state")
    .option("--max-seconds <S>", "a point predicted to take more processor time fails (default: as of the task)")
    .option("--max-memory <MiB>", "likewise for memory (default: 2048)")
    .option("--workers <w>", "threads, which change no bit (default: all cores)")
    .option("--shard <I/N>", "only part I of N, kept beside FILE for sweep merge")
    .option("--slurm <N>", "solve it as an array of N jobs of Slurm, and wait for the table")
    .option("--json", "print an object a line and nothing else")
    .option("--out <FILE>", "write the table there, .csv, .npz or .jsonl; without it it is printed")
    .enablePositionalOptions()
    .addHelpText("after", SWEEP_HELP)
    .action(async (path: string, flags: Omit<SweepFlags, "axes">) => {
      const { axisOption } = await import("./axisOption.ts");
      const all: SweepFlags = { ...flags, axes: groupsOf(axes, axisOption) };
      if (all.slurm === undefined) {
        const { runSweep } = await import("./run.ts");
        await runSweep(context, path, all);
        return;
      }
      const { runSlurm } = await import("./runSlurm.ts");
      const { rawArgs } = program as Command & { readonly rawArgs: readonly string[] };
      await runSlurm(context, path, all, rawArgs.slice(rawArgs.indexOf("sweep") + 1));
    });
  addPlotOptions(sweep, "lines over one parameter, a map over two");
  sweep
    .command("merge")
    .summary("parts of a sweep as one table")
    .usage("FILES --out FILE")
    .description("Puts the parts that sweep --shard has kept together: the table of an uninterrupted sweep.")
    .argument("<FILES...>", "what --shard has kept, FILE.1-of-8.part and so on")
    .requiredOption("--out <FILE>", "write the table there, .csv, .npz or .jsonl")
    .action(async (paths: string[], { out }: { readonly out: string }) => {
      const { runMerge } = await import("./merge.ts");
      await runMerge(context, paths, out);
    });
}

/** Axes that go together, in a list for each --vary. */
function groupsOf(texts: readonly AxisText[], read: (option: string, text: string) => ScanAxis): ScanAxis[][] {
  const groups: ScanAxis[][] = [];
  for (const { option, text } of texts) {
    const axis = read(option, text);
    // A --zip that has nothing before it stands alone, as a --vary.
    if (option === "--zip" && groups.length > 0) groups.at(-1)!.push(axis);
    else groups.push([axis]);
  }
  return groups;
}

const SWEEP_HELP = `
NAME is field.x, field.y, field.z, spins, collective.decay, local.pump,
interaction.zz, collective.jumps.0.rate and so on. Several --vary make every
combination of their values, the last changing fastest.

A point that fails is a row with the reason and ends nothing. With --out each
row is kept in FILE.part as soon as it is known: a sweep that was stopped or
killed goes on where it was when the same command is given again, and the table
is the same, to the last bit but for seconds, whatever the number of threads.
Rows of another model, other values or settings are refused.

--task steady, spectrum and diagnose ask what the commands of these names do,
evolve for the state at the time --to. As no P is asked for, the cheapest method
comes first; points of one N share what does not depend on the parameters.

--until follows the last --vary between its values, and gives the places where
its condition changes, a row for each combination of the others: where a
quantity takes a value ("observables.mean[2] = 0"), where it is proved to be
above or below one ("observables.concurrence > 0"), or where a statement begins
or ends to hold ("observables.parabolic"). Keys are those of a line of .jsonl.
The change lies within the uncertainty of the value, as far as error estimates
tell the sides apart. What changes twice between two values is not seen.

Keys of a line of .jsonl and of --json: index, parameters, observables,
errorEstimate, method, seconds; or index, parameters, error; with --until index,
parameters, roots, failed, seconds. docs/sweeps.md has the columns of .csv.

Beyond one machine: --shard 1/8 to --shard 8/8 in eight jobs, such as an array
of Slurm or PBS, then blochfem sweep merge. --slurm 8 does all of that: it
writes FILE.sbatch, submits it with sbatch, waits, and puts the parts together.

Examples:
  blochfem sweep model.yaml --vary field.x=0:2:41 --out sweep.csv
  blochfem sweep model.yaml --vary spins=10,20,40 --vary field.x=0:2:21
  blochfem sweep model.yaml --vary collective.dephasing=0:1:11 --task diagnose \\
      --vary field.x=0.1:2:9 --until observables.entangled --out edge.csv
  blochfem sweep model.yaml --vary field.x=0:2:4001 --out sweep.csv --slurm 8
`;
