import type { Command } from "commander";
import { numberOption } from "../arguments/common.ts";
import { addLightOptions, type LightFlags, lightOptions } from "../arguments/lightOptions.ts";
import type { CommandContext } from "../context.ts";

interface CorrelateFlags extends LightFlags {
  readonly order: string;
  readonly to: string;
  readonly every: string;
}

export function addCorrelateCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("correlate")
    .summary("correlation functions g1 and g2 of the light")
    .usage("MODEL --to T --every DT [options]")
    .description("Correlation function of the light of the steady state of the model in the file MODEL (or -).")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--order <n>", "1: g1, of the field; 2: g2, of the intensity", "1")
    .requiredOption("--to <T>", "the last time; the first is 0")
    .requiredOption("--every <DT>", "values at 0, DT, 2 DT, ..., T");
  addLightOptions(command, "correlation", "the function over time")
    .addHelpText("after", CORRELATE_HELP)
    .action(async (path: string, flags: CorrelateFlags) => {
      const to = numberOption("--to", flags.to, "10");
      const every = numberOption("--every", flags.every, "0.5");
      const [{ timeGrid }, { checkedOrder }, { runCorrelate }] = await Promise.all([
        import("../../roads/evolve/timeGrid.ts"),
        import("../../roads/light/options.ts"),
        import("./run.ts"),
      ]);
      const order = checkedOrder(numberOption("--order", flags.order, "2"));
      const times = timeGrid(to, every, (name) => `--${name}`);
      await runCorrelate(context, {
        path,
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

Keys of --json: times, values ([re, im] of each, not normalised), errorEstimate
(of each), coherent, normalized ([re, im] of each), order, model, channel,
method (the road), reason, and band where there is one; check with --check.

Example:
  blochfem correlate model.yaml --order 2 --to 5 --every 0.1
`;
