import { type Command, Option } from "commander";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";
import { addOutOptions } from "../results/options.ts";
import type { EvolveFlags } from "./run.ts";

export function addEvolveCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("evolve")
    .summary("a model in time, by one of four methods")
    .usage("MODEL --to T --every DT [options]")
    .description("Evolves the initial state of the model in the file MODEL (or - for standard input).")
    .argument("[MODEL]", "model file, YAML or JSON; - reads standard input")
    .option("--to <T>", "the last time; the first is 0")
    .option("--every <DT>", "observables at 0, DT, 2 DT, ..., T")
    .addOption(
      new Option(
        "--method <road>",
        "auto: the road that is predicted to do; fem: P by finite elements; harmonic: its moments; dicke: the density matrix; sde: random trajectories",
      )
        .choices(["auto", "fem", "harmonic", "dicke", "sde"])
        .default("auto"),
    )
    .option(
      "--initial <state>",
      "start with every spin along this unit vector; or '{ product: [0, 0, 0.5] }' and the like, or an earlier result.json (default: initial of MODEL)",
    )
    .option(
      "--tolerance <E>",
      "largest accepted error estimate of first and second moments, at any time (default: 1e-7)",
    )
    .option(
      "--mesh <M>",
      "fem: auto, icosphere:LEVEL, fibonacci:POINTS, ball:LEVEL[:LAYERS] or a Gmsh file (default: auto)",
    )
    .option("--group <name>", "of a Gmsh file: the cells of this physical group alone")
    .option("--degree <P>", "fem: degree of the elements, 1 to 8, in the ball 1 to 4 (default: chosen)")
    .option(
      "--band <L>",
      "fem, harmonic: keep the harmonics l <= L, in the ball the polynomials of degree L, or none for no band (default: chosen)",
    )
    .option(
      "--scheme <name>",
      "fem: euler, sdirk2, sdirk4 or fluxCorrection, whose P is nowhere negative; sde: eulerMaruyama or moebiusWalk, in the ball blochWalk",
    )
    .option("--step <H>", "fem: fixed time step; sde: longest one (default: chosen)")
    .option("--max-step <H>", "no time step is longer, by any method (default: as the field and the tolerance allow)")
    .option("--max-seconds <S>", "refuse what is predicted to take more seconds of processor time (default: 3600)")
    .option("--trajectories <n>", "sde: how many (default: 10000)")
    .option("--seed <s>", "sde: seed of the random numbers (default: 1)")
    .option("--workers <w>", "sde: threads, which change no bit (default: all cores)")
    .option("--json", "print one JSON object and nothing else")
    .option("--density", "fem, with --out: write P at each time too")
    .option("--checkpoint <FILE>", "keep what is needed to go on in FILE, about once a second")
    .option("--resume <FILE>", "go on with the run of a checkpoint, to the same bits; no MODEL then");
  addOutOptions(command, ["npz", "vtu"], "evolution.txt and evolution.csv");
  addPlotOptions(command, "moments and purity with their errors, Husimi functions or P")
    .addOption(
      new Option("--strip <function>", "with --plot: what is drawn at four of the times (default: Q)").choices([
        "P",
        "Q",
      ]),
    )
    .option("--compare <methods>", "with --plot: what these methods find is drawn beside, as in harmonic,sde")
    .addHelpText("after", EVOLVE_HELP)
    .action(async (path: string | undefined, flags: EvolveFlags, command: Command) => {
      const { runEvolve } = await import("./run.ts");
      const given = Object.keys(flags).filter((name) => command.getOptionValueSource(name) === "cli");
      await runEvolve(context, path, flags, given);
    });
}

const EVOLVE_HELP = `
The model file is that of "blochfem steady", and may hold besides
  initial: { coherent: [0, 0, 1] }        every spin along a unit vector
  initial: { thermal: { ratio: 0.5 } }    rho_mm ~ ratio^m, m = J_z
  initial: { product: [0, 0, 0.5] }    every spin in (1 + r.sigma)/2, |r| <= 1
  initial: { dicke: { m: 0, j: 2 } }   |j, m>, mixed over the copies of j (N/2)
  initial: { from: run/result.json }   where an earlier run with --out ended
                                       (any but of trajectories)
  initial: { mixture: [{ weight: 0.3, coherent: [1, 0, 0] }, ...] }
and a field that depends on time,
  field: { formula: ["0.5*cos(2*t)", "0", "0"] }
  field: { times: [0, 1, 5], values: [[0,0,0], [1,0,0], [1,0,0]] }   linear
  breaks: [1, 2.5]                        steps end there besides
Formulas hold numbers, t, pi, e, brackets, the functions
  sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs sign step floor
  min max   (step(x) is 1 from x = 0 on, and 0 before)
and operators, the tightest first:  ** or ^ (so that -t**2 is -(t**2)), then
- + ! before a number, * /, + -, < <= > >=, == !=, &&, ||, and a ? b : c. Tests
are 1 or 0. A list of samples has no value outside its times unless it says so:
  field: { times: [...], values: [...], outside: hold }   the first and last
                                                          (zero: no field)
The field is looked at as a whole before the first step: every method stops
where it changes, so that no pulse is passed over, however narrow, and nothing
depends on --every.

Four methods, four independent roads to the same numbers; --method auto takes
the first of fem, harmonic and dicke that is predicted to meet the tolerance at
a reasonable cost, goes on to the next where it fails, and says why:
  fem       P on a mesh, exponentials or implicit steps; two solutions run side
            by side and tell the error. Where the equation is not parabolic, or
            a field in time moves it and no P is asked for (--density), a band
            of harmonics is kept, up to N = 100 all that matter, unless --band
            differs; where it is not parabolic, from coherent states of more
            than 40 spins, polynomials in a plane that moves with P, or
            harmonics of a shifted sphere; in the ball polynomials of degree
            min(N, 14).
            --scheme fluxCorrection keeps P >= 0 where the equation is
            parabolic: a density, with less accurate moments.
  harmonic  the moments of P, closed exactly; any rates. The most accurate.
  dicke     the density matrix, (N + 1)^2 numbers; any rates.
  sde       trajectories: means with one standard error, to which is added what
            the length of the steps does, from every fourth block of them run
            in steps of twice the length on the same random numbers. Only
            where the equation is parabolic. One thread where the field depends
            on time, with --checkpoint, and in the ball.
Local rates take P off the sphere into the ball: tetrahedra and polynomials in
the place of triangles and harmonics, (N + 1)(N + 2)(N + 3)/6 numbers for the
density matrix, and trajectories only where collective pump = decay.

Printed at each time: 2<J_k>/N, the purity tr rho^2, xi_R^2 (Wineland), and the
largest error among all moments (sde: also the part of the steps). Second
moments are in --json and in evolution.csv.

Keys of --json: model, method, reason (why it was taken), times, observables and
errorEstimate (an entry a time, with the keys of "blochfem steady"; of sde
standardErrors and stepErrors, whose sum it is, besides), initial, field where
it depends on time, and how it was done: space, band, fluxCorrection,
trajectories.

Columns of evolution.csv:
  t                     time, in the inverse unit of the rates
  mean_x ... mean_z     2<J_k>/N
  square_x ... square_z 4<J_k^2>/N^2
  cross_xy ... cross_yz 2<{J_k,J_l}>/N^2
  purity                tr rho^2
  kitagawa_ueda, wineland   xi_S^2, xi_R^2; empty where <J> = 0
  error_...             error estimate of each
--density adds density-t<time>.csv with x,y,z,P: one node a line (none at t = 0
where P starts as a point). --format npz adds arrays.npz with these columns and
the moments at the end, --format vtu density.pvd for ParaView: P and Q at each
time, each from a run of its own to that time by the same method. docs/data.md

Examples:
  blochfem evolve model.yaml --to 10 --every 0.5 --initial 1,0,0
  blochfem evolve model.yaml --to 10 --every 0.1 --method sde --json
  blochfem evolve model.yaml --to 1000 --every 1 --out run --checkpoint run.ckpt
  blochfem evolve --resume run.ckpt
`;
