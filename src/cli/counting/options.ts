import type { Command } from "commander";
import { addLightOptions, type LightFlags, lightOptions } from "../arguments/lightOptions.ts";
import type { CommandContext } from "../context.ts";

export function addCountingCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("counting")
    .summary("statistics of the photons that are counted")
    .usage("MODEL [options]")
    .description("Counting statistics of one channel of the steady state of the model in the file MODEL (or -).")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input");
  addLightOptions(command, "counting", "the cumulants over their mean")
    .addHelpText("after", COUNTING_HELP)
    .action(async (path: string, flags: LightFlags) => {
      const { runCounting } = await import("./run.ts");
      await runCounting(context, {
        path,
        options: lightOptions(flags),
        json: flags.json === true,
        out: flags,
        picture: flags,
      });
    });
}

const COUNTING_HELP = `
Counted are the jumps of a collective process, (2 rate/N) A rho A^+ with A = J_-
for decay. In a long time their number has mean, variance and third cumulant in
proportion to it: what is printed is per unit of time. The Fano factor, variance
over mean, is 1 for independent photons, below 1 where they avoid one another
(Mandel's Q, the Fano factor less 1, is then negative), above where they come
in bunches.

A channel without a rate has nothing to count, and the message names those that
have one.

Keys of --json: rate, variance, third, fano, mandelQ, errorEstimate (the same
five), model, channel, method (the road), reason, and band where there is one;
check with --check.

Example:
  blochfem counting model.yaml --channel pump
`;
