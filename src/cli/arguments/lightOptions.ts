import { type Command, Option } from "commander";
import { defined } from "../../core/defined.ts";
import type { LightMethod, LightOptions } from "../../roads/light/options.ts";
import type { PictureFlags } from "../files/picture.ts";
import { addOutOptions, type OutFlags } from "../results/options.ts";
import { limitsOf, numberOption } from "./common.ts";
import { addPlotOptions } from "./plotOptions.ts";

/** What every command about light takes. */
export interface LightFlags extends PictureFlags, OutFlags {
  readonly channel?: string;
  readonly method: "auto" | LightMethod;
  readonly band?: string;
  readonly tolerance?: string;
  readonly maxSeconds?: string;
  readonly maxMemory?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** @param name of the files of a result @param drawn what is in a picture */
export const addLightOptions = (command: Command, name: string, drawn: string): Command =>
  addRoadOptions(
    command.option("--channel <A>", 'decay (J_-), pump (J_+) or an operator such as "Jx + 0.6i*Jy" (default: decay)'),
    name,
    drawn,
  );

/** Those about the road and what is made of its answer. */
export const addRoadOptions = (command: Command, name: string, drawn: string): Command =>
  addPlotOptions(
    addOutOptions(
      addMethodOptions(command).option("--json", "print one JSON object and nothing else"),
      ["npz"],
      `${name}.txt and ${name}.csv`,
    ),
    drawn,
  );

const addMethodOptions = (command: Command): Command =>
  command
    .option("--tolerance <T>", "largest accepted error estimate, relative to the largest value (default: 1e-6)")
    .addOption(
      new Option(
        "--method <road>",
        "auto: the road that is predicted to cost least; fem: finite elements; harmonic: moments of P; dicke: the density matrix",
      )
        .choices(["auto", "fem", "harmonic", "dicke"])
        .default("auto"),
    )
    .option("--check", "ask all methods that apply and compare their answers")
    .option("--band <L>", "harmonic: harmonics l <= L, in the ball moments up to degree L (default: chosen)")
    .option("--max-seconds <S>", "processor time that a method may be predicted to take (default: 120)")
    .option("--max-memory <MiB>", "memory that a method may be predicted to take (default: 2048)");

/** Throws InputError for what is no number. */
export const lightOptions = (flags: LightFlags): LightOptions => ({
  ...defined({ channel: flags.channel }),
  method: flags.method,
  ...(flags.band === undefined ? {} : { band: numberOption("--band", flags.band, "20") }),
  ...(flags.tolerance === undefined ? {} : { tolerance: numberOption("--tolerance", flags.tolerance, "1e-6") }),
  ...(flags.check === true ? { check: true } : {}),
  limits: limitsOf(flags),
});
