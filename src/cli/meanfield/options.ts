import type { Command } from "commander";
import { defined } from "../../core/defined.ts";
import { numberOption } from "../arguments/common.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";
import { addOutOptions, type OutFlags } from "../results/options.ts";

interface MeanFieldFlags extends OutFlags {
  readonly from?: string;
  readonly to?: string;
  readonly every?: string;
  readonly scan?: readonly string[];
  readonly json?: boolean;
  readonly plot?: string;
  readonly dark?: boolean;
}

export function addMeanFieldCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("meanfield")
    .summary("fixed points, paths and phases for N to infinity")
    .usage("MODEL [options]")
    .description("The mean field of the model in the file MODEL (or -): where P goes as N grows.")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .option("--from <x,y,z>", "follow the path from this point (default: initial of MODEL, if coherent)")
    .option("--to <T>", "up to this time")
    .option("--every <DT>", "and print it at 0, DT, 2 DT, ..., T")
    .option("--scan <axes...>", "phases over two parameters, each NAME=FIRST:LAST:COUNT; after MODEL")
    .option("--json", "print one JSON object and nothing else");
  addOutOptions(command, ["npz"], "meanfield.txt, meanfield.csv, and path.csv, phases.csv if asked for");
  addPlotOptions(command, "the flow with its fixed points, with --scan the phases")
    .addHelpText("after", MEAN_FIELD_HELP)
    .action(async (path: string, flags: MeanFieldFlags) => {
      const { from, scan, out, format, plot, dark } = flags;
      const to = flags.to === undefined ? undefined : numberOption("--to", flags.to, "10");
      const every = flags.every === undefined ? undefined : numberOption("--every", flags.every, "0.5");
      const { runMeanField } = await import("./run.ts");
      const picture = defined({ plot, dark });
      await runMeanField(context, {
        path,
        from,
        to,
        every,
        scan,
        json: flags.json === true,
        out: defined({ out, format }),
        picture,
      });
    });
}

const MEAN_FIELD_HELP = `
As N grows P shrinks to a point that moves along dr/dt = a(r). With collective
processes alone it stays on the sphere,
  dr/dt = B x r - (decay - pump) (e_z - z r),
where P ends in a stable fixed point, or circles on closed orbits. With local
processes the flow is that of the ball.

Printed for each fixed point: its place, its kind, the eigenvalues of the
linearised flow (negative real part: relaxes; imaginary part: turns), and for a
stable one the widths of P there for the N of the model, from linear noise
(a negative variance: the state is squeezed, P is no classical density there).

--scan takes two of field.x, field.y, field.z, interaction.xx (yy, zz, xy, xz,
yz), collective.dephasing, collective.pump, collective.decay, local.dephasing,
local.pump, local.decay, and rates of the jumps that the model has, counted from
0: collective.jumps.0.rate. The first grows to the right in the map, the second
upwards:
  .  stable: one stable fixed point       @  the same, approached in a spiral
  M  multistable: several                 o  closed orbits around two centres
  8  closed orbits around more centres    %  closed orbits beside what attracts
  ~  oscillating: none is stable          #  fixed points that are not isolated
  ?  marginal: on a boundary, to rounding

Keys of --json: model, domain, phase, fixedPoints (position, positionError,
kind, eigenvalues, noise), continuum, path (times, positions) with --to, scan
(axes, labels, stable, spirals; labels[i][j] at value i of the first parameter
and j of the second) with --scan.

Tables of --out: meanfield.csv (the fixed points, with the eigenvalues of the
flow), path.csv (t, x, y, z), phases.csv (a line a point). docs/data.md

Examples:
  blochfem meanfield model.yaml
  blochfem meanfield model.yaml --from 1,0,0 --to 10 --every 0.1 --out path
  blochfem meanfield model.yaml --scan field.x=0:2:41 collective.decay=0:2:21
`;
