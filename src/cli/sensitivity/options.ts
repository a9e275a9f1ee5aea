import type { Command } from "commander";
import { defined } from "../../core/defined.ts";
import { numberOption } from "../arguments/common.ts";
import { addRoadOptions, type LightFlags, lightOptions } from "../arguments/lightOptions.ts";
import type { CommandContext } from "../context.ts";

interface SensitivityFlags extends Omit<LightFlags, "channel"> {
  readonly by?: string;
  readonly gap?: string;
}

export function addSensitivityCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("sensitivity")
    .summary("derivatives of the steady state by its parameters")
    .usage("MODEL [options]")
    .description("How the steady state of the model in the file MODEL (or -) changes with its parameters.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--by <p1,p2,...>", "parameters, such as field.x,collective.decay (default: all of the model)")
    .option("--gap <K>", "derivatives of the K slowest eigenvalues of the Liouvillian, too");
  addRoadOptions(command, "sensitivity", "the derivatives")
    .addHelpText("after", SENSITIVITY_HELP)
    .action(async (path: string, flags: SensitivityFlags) => {
      const eigenvalues = flags.gap === undefined ? undefined : numberOption("--gap", flags.gap, "2");
      const { runSensitivity } = await import("./run.ts");
      const parameters = flags.by?.split(",").map((name) => name.trim());
      await runSensitivity(context, {
        path,
        options: { ...lightOptions(flags), ...defined({ parameters, eigenvalues }) },
        json: flags.json === true,
        out: flags,
        picture: flags,
      });
    });
}

const SENSITIVITY_HELP = `
Derivatives of 2<J_k>/N and 4<J_k^2>/N^2 in the steady state by the components
of the field and of an interaction, and by every rate: field.x, interaction.zz,
collective.decay, collective.jumps.0.rate, local.pump. Local rates have one
where the model has any. A rate that is 0 has the derivative from above. One
adjoint solve for each observable gives all parameters.

The Fisher rate of a component of the field is the information about it that
the state and all of its light together gain in a unit of time: no measurement
of either tells more in a long time.

--gap K adds d lambda / d theta of the K slowest eigenvalues lambda that are not
zero (of a pair of conjugates the one above the axis), rates and frequencies of
relaxation, by left and right eigenvectors. Where eigenvalues coincide they have
no derivative, and that is said.

Keys of --json: parameters (of each: mean and square, three numbers each),
errorEstimate (the same), fisherRate (of the field along x, y, z),
fisherRateError, model, method (the road), reason, and band or space where
there is one; with --gap gaps: { eigenvalues: [{ eigenvalue, error, condition,
parameters (re and im of each), errorEstimate, refusal }], method, reason }.

Example:
  blochfem sensitivity model.yaml --by field.x,collective.decay
`;
