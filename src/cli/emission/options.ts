import type { Command } from "commander";
import { numberOption } from "../arguments/common.ts";
import { addLightOptions, type LightFlags, lightOptions } from "../arguments/lightOptions.ts";
import type { CommandContext } from "../context.ts";

interface EmissionFlags extends LightFlags {
  readonly from: string;
  readonly to: string;
  readonly points: string;
}

export function addEmissionCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("emission")
    .summary("emission spectrum of the steady state")
    .usage("MODEL [options]")
    .description("Spectrum of the light that the steady state of the model in the file MODEL (or -) emits.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--from <w>", "lowest frequency", "-3")
    .option("--to <w>", "highest frequency", "3")
    .option("--points <n>", "how many frequencies, evenly spaced", "61");
  addLightOptions(command, "emission", "the spectrum")
    .addHelpText("after", EMISSION_HELP)
    .action(async (path: string, flags: EmissionFlags) => {
      const { from, to, points } = flags;
      const range = {
        from: numberOption("--from", from, "-3"),
        to: numberOption("--to", to, "3"),
        points: numberOption("--points", points, "400"),
      };
      const [{ frequencyGrid }, { runEmission }] = await Promise.all([
        import("../../roads/light/frequencyGrid.ts"),
        import("./run.ts"),
      ]);
      const frequencies = frequencyGrid(range, (name) => `--${name}`);
      await runEmission(context, {
        path,
        options: { ...lightOptions(flags), frequencies },
        json: flags.json === true,
        out: flags,
        picture: flags,
      });
    });
}

const EMISSION_HELP = `
With A = J_- for decay, in the steady state,

  S(w) = 2 Re int_0^inf e^{-i w t} (<A^+(t) A> - |<A>|^2) dt,

and an elastic line 2 pi |<A>|^2 delta(w) beside it. The integral of S over
2 pi is the incoherent weight <A^+ A> - |<A>|^2. Frequencies are those of the
model: a field along z emits at w = +B_z. All of them are computed from one
factorisation, and the error of each says what rounding and the Krylov spaces
leave.

Lines are the eigenvalues of the Liouvillian that the light has a share of, the
narrowest first: S is the sum of their shapes, weight over weight.

Keys of --json: frequencies, incoherent (S of each), coherentWeight,
incoherentWeight, errorEstimate (of each S), weightError (of the two weights),
lines (of each: frequency, halfWidth, weight, dispersion, error, weightError),
model, channel, method (the road), reason, and band where there is one; check
with --check.

Example:
  blochfem emission model.yaml --from -3 --to 3 --points 400 --json
`;
