import { Argument, type Command } from "commander";
import type { CommandContext } from "../context.ts";
import { SHELLS, type Shell } from "./shells.ts";

export function addCompletionCommand(program: Command, context: CommandContext): void {
  program
    .command("completion")
    .summary("let the shell complete commands and options")
    .usage("SHELL")
    .description("Prints what a shell loads to complete the commands and options of blochfem.")
    .addArgument(new Argument("<SHELL>", "the shell that loads it").choices(SHELLS))
    .addHelpText("after", COMPLETION_HELP)
    .action(async (shell: Shell) => {
      const { runCompletion } = await import("./run.ts");
      runCompletion(context, shell, program);
    });
}

const COMPLETION_HELP = `
bash: add to ~/.bashrc
  source <(blochfem completion bash)
zsh: add to ~/.zshrc, behind compinit
  source <(blochfem completion zsh)
fish:
  blochfem completion fish > ~/.config/fish/completions/blochfem.fish
`;
