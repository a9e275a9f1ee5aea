import type { Command } from "commander";
import { defined } from "../../core/defined.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";

interface ShowFlags {
  readonly json?: boolean;
  readonly plot?: string;
  readonly dark?: boolean;
}

export function addShowCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("show")
    .summary("print and draw a result that --out kept")
    .usage("PATH [options]")
    .description("Prints what a command has found, from the folder of its --out or the result.json in it.")
    .argument("<PATH>", "folder, or result.json by any name")
    .option("--json", "print the JSON object that is kept");
  addPlotOptions(command, "what is kept, as far as it tells the picture of the command")
    .addHelpText("after", SHOW_HELP)
    .action(async (path: string, flags: ShowFlags) => {
      const { runShow } = await import("./run.ts");
      const { plot, dark } = flags;
      await runShow(context, { path, json: flags.json === true, picture: defined({ plot, dark }) });
    });
}

const SHOW_HELP = `
Nothing is computed: the table is that of the run, with its version and time. The
picture of steady is drawn from the moments of the state that is kept: P in the
harmonics that they tell, or the Husimi function; of evolve from the moments at
each time and the state at the end. A picture of diagnose needs the model: run
it again with --plot.

Examples:
  blochfem steady model.yaml --out run
  blochfem show run
  blochfem show run/result.json --plot picture.svg
`;
