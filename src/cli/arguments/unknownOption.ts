import type { Command, CommanderError } from "commander";
import { InputError } from "../../core/errors.ts";
import { excerpt } from "../../core/printable.ts";
import { nearestName } from "../../model/nearestName.ts";

/** An option that no command has: what begins like it is meant rather than what looks like it. null for another error. */
export function unknownOption(error: CommanderError, program: Command, argv: readonly string[]): InputError | null {
  const [, found] =
    error.code === "commander.unknownOption" ? (/unknown option '(.*)'/s.exec(error.message) ?? []) : [];
  if (found === undefined) return null;
  const command = program.commands.find((one) => argv.includes(one.name())) ?? program;
  const names = command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long }) => (long === undefined ? [] : [long]));
  const [name = ""] = found.split("=");
  const longer = name.length > 2 ? [...names, "--help"].filter((one) => one.startsWith(name)) : [];
  const nearest = longer.length > 0 ? longer.join(" or ") : nearestName(name, names);
  const line = command === program ? "blochfem --help" : `blochfem ${command.name()} --help`;
  return new InputError({
    what: `unknown option '${excerpt(found, 60)}'`,
    remedy: nearest === null ? `${line} lists all` : `did you mean ${nearest}?`,
    value: found,
    limit: names,
  });
}
