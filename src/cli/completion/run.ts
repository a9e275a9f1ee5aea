import type { Command, Option } from "commander";
import type { CommandContext } from "../context.ts";
import { SHELLS, type Shell } from "./shells.ts";

interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
}

/** `blochfem completion`. */
export const runCompletion = ({ io }: CommandContext, shell: Shell, program: Command): void =>
  io.writeOut(completionScript(shell, program));

/** What a shell loads to complete the commands and options of `program`: whatever they are when the script is made. */
function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map(
    (command): Completed => ({
      name: command.name(),
      summary: command.summary(),
      options: [...command.options.filter(({ hidden, long }) => !hidden && long !== undefined)],
    }),
  );
  const lines = { bash, zsh, fish }[shell](program.name(), commands);
  return `${lines.join("\n")}\n`;
}

const takesValue = ({ required, optional }: Option): boolean => required || optional;
const longs = (options: readonly Option[]): string => [...options.map(({ long }) => long!), "--help"].join(" ");
const withChoices = (options: readonly Option[]): readonly Option[] =>
  options.filter(({ argChoices }) => argChoices !== undefined);

/** Where nothing is offered, bash completes the names of files. */
function bash(program: string, commands: readonly Completed[]): string[] {
  const names = commands.map(({ name }) => name);
  return [
    `_${program}() {`,
    `  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} offered=`,
    "  COMPREPLY=()",
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    offered="${names.join(" ")} help --help --version"`,
    "  else",
    '    case "$command $previous" in',
    `      help\\ *) offered="${names.join(" ")}" ;;`,
    `      completion\\ completion) offered="${SHELLS.join(" ")}" ;;`,
    ...commands.flatMap(({ name, options }) =>
      withChoices(options).map(
        ({ long, argChoices }) => `      "${name} ${long}") offered="${argChoices!.join(" ")}" ;;`,
      ),
    ),
    "      *)",
    '        case "$current" in -*)',
    '          case "$command" in',
    ...commands.map(({ name, options }) => `            ${name}) offered="${longs(options)}" ;;`),
    "          esac ;;",
    "        esac ;;",
    "    esac",
    "  fi",
    '  if [ -n "$offered" ]; then COMPREPLY=($(compgen -W "$offered" -- "$current")); fi',
    "}",
    `complete -o default -F _${program} ${program}`,
  ];
}

/** Brackets and colons end a description in zsh, quotes the word in both shells. */
const plain = (text: string): string => text.replace(/[[\]:'"`\\$]/g, " ");

function zsh(program: string, commands: readonly Completed[]): string[] {
  const describe = (option: Option): string => {
    const { long, description, argChoices } = option;
    const value =
      argChoices !== undefined ? `:value:(${argChoices.join(" ")})` : takesValue(option) ? ":value:_files" : "";
    return `        '${long}[${plain(description)}]${value}' \\`;
  };
  return [
    `#compdef ${program}`,
    `_${program}() {`,
    "  local -a commands",
    "  commands=(",
    ...commands.map(({ name, summary }) => `    '${name}:${plain(summary)}'`),
    "    'help:the help of a command'",
    "  )",
    "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
    "  local command=$words[2]",
    "  shift words; (( CURRENT-- ))",
    "  case $command in",
    "    help) _describe command commands ;;",
    `    completion) _values shell ${SHELLS.join(" ")} ;;`,
    ...commands
      .filter(({ name }) => name !== "completion")
      .flatMap(({ name, options }) => [
        `    ${name})`,
        "      _arguments \\",
        ...options.map(describe),
        "        '--help[print this help]' '*:file:_files' ;;",
      ]),
    "  esac",
    "}",
    `compdef _${program} ${program}`,
  ];
}

function fish(program: string, commands: readonly Completed[]): string[] {
  return [
    ...commands.map(
      ({ name, summary }) => `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d '${plain(summary)}'`,
    ),
    `complete -c ${program} -n __fish_use_subcommand -f -a help -d 'the help of a command'`,
    `complete -c ${program} -n '__fish_seen_subcommand_from completion' -f -a '${SHELLS.join(" ")}'`,
    ...commands.flatMap(({ name, options }) =>
      options.map((option) => {
        const { long, description, argChoices } = option;
        const value = argChoices !== undefined ? ` -x -a '${argChoices.join(" ")}'` : takesValue(option) ? " -r" : "";
        return `complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -l ${long!.slice(2)}${value} -d '${plain(description)}'`;
      }),
    ),
  ];
}
