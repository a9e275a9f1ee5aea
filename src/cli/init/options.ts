import type { Command } from "commander";
import type { CommandContext } from "../context.ts";

interface InitFlags {
  readonly out?: string;
  readonly json?: boolean;
}

export function addInitCommand(program: Command, context: CommandContext): void {
  program
    .command("init")
    .summary("write an example of a model file to start from")
    .usage("[NAME] [options]")
    .description("Writes the example NAME as the model file NAME.yaml; without NAME lists what there is.")
    .argument("[NAME]", "one of the examples")
    .option("--out <FILE>", "write it there instead")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", INIT_HELP)
    .action(async (name: string | undefined, flags: InitFlags) => {
      const { runInit } = await import("./run.ts");
      runInit(context, { name, out: flags.out, json: flags.json === true });
    });
}

const INIT_HELP = `
A file that is there already is not overwritten.

Keys of --json: examples (name and what it is about), or file (written).

Example:
  blochfem init
  blochfem init superradiantLaser
  blochfem steady superradiantLaser.yaml
`;
