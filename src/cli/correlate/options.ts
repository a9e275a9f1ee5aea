import type { Command } from "commander";
import { numberOption } from "../arguments/common.ts";
import { addLightOptions, type LightFlags, lightOptions } from "../arguments/lightOptions.ts";
import type { CommandContext } from "../context.ts";

interface CorrelateFlags extends LightFlags {
  readonly order: string;
  readonly to: string;
  readonly every: string;
  readonly at?: string;
  readonly initial?: string;
}

export function addCorrelateCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("correlate")
    .summary("correlation functions g1 and g2 of the light")
    .usage("MODEL --to T --every DT [options]")
    .description("Correlation function of the light of the model in the file MODEL (or -).")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--order <n>", "1: g1, of the field; 2: g2, of the intensity", "1")
    .requiredOption("--to <T>", "the last time; the first is 0")
    .requiredOption("--every <DT>", "values at 0, DT, 2 DT, ..., T")
    .option(
      "--at <t>",
      "along an evolution: the first of the two times (default: the steady state, or 0 with --initial)",
    )
    .option(
      "--initial <state>",
      "the state at time 0, as for evolve: 1,0,0 or '{ product: [0, 0, 0.5] }' or an earlier result.json (default with --at: initial of MODEL)",
    );
  addLightOptions(command, "correlation", "the function over time")
    .addHelpText("after", CORRELATE_HELP)
    .action(async (path: string, flags: CorrelateFlags) => {
      const to = numberOption("--to", flags.to, "10");
      const every = numberOption("--every", flags.every, "0.5");
      const [{ timeGrid }, { checkedOrder, requireFirstTime }, { runCorrelate }] = await Promise.all([
        import("../../roads/evolve/timeGrid.ts"),
        import("../../roads/light/options.ts"),
        import("./run.ts"),
      ]);
      const at = flags.at === undefined ? undefined : numberOption("--at", flags.at, "1");
      if (at !== undefined) requireFirstTime(at, (name) => `--${name}`);
      const order = checkedOrder(numberOption("--order", flags.order, "2"));
      const times = timeGrid(to, every, (name) => `--${name}`);
      await runCorrelate(context, {
        path,
        start: { initial: flags.initial, at },
        options: { ...lightOptions(flags), order, times },
        json: flags.json === true,
        out: flags,
        picture: flags,
      });
    });
}

const CORRELATE_HELP = `
With A = J_- for decay, in the steady state,

  g1(t) = <A^+(t) A>          g2(t) = <A^+ (A^+ A)(t) A>

not normalised, and beside them over <A^+ A>, or its square. g1 is complex; it
tends to the coherent part |<A>|^2, g2 to <A^+ A>^2.

With --at t or --initial from a time t on of the evolution of a state instead,
both at t + tau and at t,

  <A^+(t+tau) A(t)>          <A^+(t) (A^+ A)(t+tau) A(t)>

over the root of <A^+ A> at t and of that at t + tau, or over their product;
tau is what --to and --every count. A model need not have a steady state then.

Keys of --json: times, values ([re, im] of each, not normalised), errorEstimate
(of each), coherent, normalized ([re, im] of each; null where there is no light
to divide by), normalizedError, order, model, channel, method (the road),
reason, and band where there is one; check with --check. With a state at, its
initial, coherent as [re, im] of each (what values would be if the second time
knew nothing of the first), coherentError, and intensity and intensityError of
<A^+ A> at t + tau. Columns of correlation.csv: t (tau), re, im, error,
normalized_re and normalized_im, empty where they are null, normalized_error.

Examples:
  blochfem correlate model.yaml --order 2 --to 5 --every 0.1
  blochfem correlate model.yaml --initial 0,0,1 --at 0.5 --to 5 --every 0.1
`;
