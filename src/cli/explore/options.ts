import type { Command } from "commander";
import type { CommandContext } from "../context.ts";

interface ExploreFlags {
  readonly open: boolean;
  readonly port?: string;
}

export function addExploreCommand(program: Command, context: CommandContext): void {
  program
    .command("explore")
    .summary("a page in the browser that solves while a slider is dragged")
    .usage("[MODEL] [options]")
    .description(
      "Serves the explorer to browsers of this machine, opens one, and shows the model in the file MODEL (or - for standard input), else that of the README.",
    )
    .argument("[MODEL]", "model file, YAML or JSON; - reads standard input")
    .option("--no-open", "print the address, and open no browser")
    .option("--port <P>", "listen on this port (default: a free one)")
    .addHelpText("after", EXPLORE_HELP)
    .action(async (path: string | undefined, flags: ExploreFlags) => {
      const { runExplore } = await import("./run.ts");
      await runExplore(context, { path, open: flags.open, port: flags.port });
    });
}

const EXPLORE_HELP = `
The page solves in the browser with this library; nothing leaves the machine.
The server listens on 127.0.0.1 alone and answers only to the address that it
prints, which holds a token that nobody else knows. Ctrl-C ends it.

Example:
  blochfem explore
  blochfem explore model.yaml --no-open
`;
