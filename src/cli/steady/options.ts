import { type Command, Option } from "commander";
import { defined } from "../../core/defined.ts";
import type { AnySteadyOptions, SteadyMethod, SteadyScheme } from "../../roads/steady/options.ts";
import { limitsOf, numberOption } from "../arguments/common.ts";
import { addPlotOptions } from "../arguments/plotOptions.ts";
import type { CommandContext } from "../context.ts";
import { addOutOptions, type OutFlags } from "../results/options.ts";

interface SteadyFlags extends OutFlags {
  readonly method: "auto" | SteadyMethod;
  readonly mesh?: string;
  readonly group?: string;
  readonly degree?: string;
  readonly tolerance?: string;
  readonly fromInitial?: boolean;
  readonly initial?: string;
  readonly check?: boolean;
  readonly fisher?: boolean;
  readonly band?: string;
  readonly scheme?: SteadyScheme;
  readonly maxSeconds?: string;
  readonly maxMemory?: string;
  readonly json?: boolean;
  readonly plot?: string;
  readonly dark?: boolean;
}

export function addSteadyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("steady")
    .summary("steady state of a model")
    .usage("MODEL [options]")
    .description("Steady state of the model in the file MODEL (or - for standard input).")
    .argument("<MODEL>", "model file, YAML or JSON; - reads standard input")
    .addOption(
      new Option(
        "--method <road>",
        "auto: the road that is predicted to do; fem: P by finite elements; harmonic: its moments; dicke: the density matrix",
      )
        .choices(["auto", "fem", "harmonic", "dicke"])
        .default("auto"),
    )
    .option("--mesh <M>", "auto, icosphere:LEVEL, fibonacci:POINTS, ball:LEVEL[:LAYERS] or a Gmsh file (default: auto)")
    .option("--group <name>", "of a Gmsh file: the cells of this physical group alone")
    .option("--degree <P>", "degree of the elements, 1 to 8, in the ball 1 to 4 (default: chosen)")
    .option("--tolerance <T>", "largest accepted error estimate of first and second moments (default: 1e-8)")
    .option(
      "--band <L>",
      "solve within the harmonics l <= L, in the ball polynomials of degree L, or none (default: by the tolerance; fem: only where not parabolic)",
    )
    .addOption(
      new Option(
        "--scheme <name>",
        "fem: galerkin, which has the most accurate moments, or fluxCorrection, whose P is nowhere negative (default: galerkin)",
      ).choices(["galerkin", "fluxCorrection"]),
    )
    .option("--max-seconds <S>", "refuse what is predicted to take more seconds of processor time (default: 120)")
    .option("--max-memory <MiB>", "memory that a method may be predicted to take (default: 2048)")
    .option("--from-initial", "what the initial state of MODEL runs into, also where that depends on it")
    .option("--initial <state>", "the same from this state, written as for evolve, or from an earlier result.json")
    .option("--check", "run the dicke road too and compare; exit code 1 if a difference exceeds the error estimate")
    .option("--fisher", "quantum Fisher information about rotations, and the depth of entanglement that it proves")
    .option("--json", "print one JSON object and nothing else");
  addOutOptions(command, ["npz", "vtu"], "steady.txt, steady.csv and density.csv");
  addPlotOptions(command, "P on the sphere, or slices of it in the ball")
    .addHelpText("after", STEADY_HELP)
    .action(async (path: string, flags: SteadyFlags) => {
      const options = steadyOptions(flags);
      const mesh = flags.mesh === "auto" ? undefined : flags.mesh;
      // Here, so that --help and --version do not load the solvers.
      const [{ runSteady }, { roadsFor }] = await Promise.all([
        import("./run.ts"),
        import("../../roads/steady/options.ts"),
      ]);
      roadsFor(mesh === undefined ? options : { ...options, mesh }, (name) => `--${name}`);
      await runSteady(context, {
        path,
        mesh: mesh ?? "auto",
        group: flags.group,
        fromInitial: flags.fromInitial === true || flags.initial !== undefined,
        initial: flags.initial,
        options,
        check: flags.check === true,
        fisher: flags.fisher === true,
        json: flags.json === true,
        out: defined({ out: flags.out, format: flags.format }),
        picture: defined({ plot: flags.plot, dark: flags.dark }),
      });
    });
}

/** Throws InputError for what is no number. */
function steadyOptions(flags: SteadyFlags): Omit<AnySteadyOptions, "mesh" | "onProgress"> {
  const { method, degree, tolerance, band, scheme } = flags;
  const options = {
    method,
    ...(degree === undefined ? {} : { degree: numberOption("--degree", degree, "4") }),
    ...(tolerance === undefined ? {} : { tolerance: numberOption("--tolerance", tolerance, "1e-8") }),
    ...(band === undefined ? {} : { band: band === "none" ? ("none" as const) : numberOption("--band", band, "20") }),
    ...defined({ scheme }),
    limits: limitsOf(flags),
  };
  return options;
}

const STEADY_HELP = `
What is solved: the master equation (hbar = 1)
  d rho/dt = -i [B.J, rho] + sum_k (2 kappa_k / N) D[J_k] rho,   k = z, +, -
  D[A] rho = A rho A^+ - (A^+ A rho + rho A^+ A) / 2,   J_+- = J_x +- i J_y
in the symmetric (spin N/2) subspace, as the equation of its P-function on the
sphere. Mesh and degree are refined until the estimated error of every moment
is below the tolerance. Local processes add the same sum over the spins, with
D[s_k] and rates gamma_k / 2, and take P into the Bloch ball, which is then
filled with tetrahedra; the density matrix has every total spin j <= N/2.

The model file (YAML or JSON; only spins is required, the rest is 0):
  spins: 40                 N, the number of two-level systems
  field: [0.5, 0, 0]        B_x, B_y, B_z: the drive, H = B.J
  collective:               rates of the collective processes, >= 0:
    dephasing: 1              kappa_z, jump operator J_z
    pump: 1                   kappa_+, jump operator J_+ (towards +z)
    decay: 0                  kappa_-, jump operator J_- (towards -z)
  local:                    rates gamma_k / 2 of the same processes of each spin
    dephasing: 0            by itself, sigma_z, sigma_x + i sigma_y and
    pump: 0                 sigma_x - i sigma_y
    decay: 0
and, beyond these rates,
  interaction: { zz: 1 }    H = B.J + (1/N) sum_ab chi_ab J_a J_b; keys xx, yy,
                              zz, xy, xz, yz: xy is chi_xy = chi_yx
  collective:               jumps of any l, (2 rate / N) D[l.J]:
    jumps:                    l as [l_x, l_y, l_z], of numbers, [re, im] and
    - rate: 1                 texts such as 0.6i, or as a text in Jx, Jy, Jz,
      operator: Jx+0.6i*Jy    Jp and Jm = Jx +- i Jy: a jump Jm is decay
  local:                    the same of each spin, (rate / 2) D[l.sigma], in
    jumps: [...]              sx, sy, sz, sp and sm
Rates and field are in one inverse time unit of your choice.

--scheme fluxCorrection is for a P that is a density: elements of degree 1, with
as much diffusion added as keeps every value >= 0, on the mesh refined once. It
needs an equation that is parabolic. The errors of its moments are those of the
mesh size squared, or worse where P is narrow: galerkin has the better moments.

What is printed, all of order 1:
  2<J_k>/N, 4<J_k^2>/N^2, 2<{J_k,J_l}>/N^2   collective spin J = sum sigma / 2
  tr rho^2                                   purity
  xi_S^2, xi_R^2                             squeezing (Kitagawa-Ueda, Wineland)
each with an estimate of its absolute error, then whether the equation is
parabolic: of the three rates alone it is iff (sqrt(pump) - sqrt(decay))^2 <=
2 dephasing; an interaction and jumps count, too. Where it is not, P is sought
among the spherical harmonics up to a band unless --band says otherwise: N up to
100, then 4 sqrt(N), at least 100, and wider where that does not do. What is
above N changes no observable, and would make the equation ill-posed. P may then
be negative. In the ball the equation is parabolic iff collective pump = decay
(of jumps: w = 0, docs/physics.md) and nothing interacts: then moments are exact
on any mesh, else a band of polynomials takes the place of the harmonics.

In the ball the mesh is chosen around the stable fixed point of the mean field,
a few widths of P wide: what P does elsewhere is gauge. Bands, up to degree 14,
choose their elements, beyond the degree 4 that --degree allows too. Where no
single fixed point is stable, or P is broad or skew, they may fail to meet the
tolerance; --method auto, the default, then takes another road and says so.

--method auto: finite elements where they are predicted to meet the tolerance at
a reasonable cost, else the cheaper exact road, harmonic or dicke; where one
fails the next is tried. An option of one method selects that method. The
tolerance is for first and second moments, in every method: an estimate above
it is a failure; the purity has an estimate of its own.

Where a quantity is conserved there are many steady states. --from-initial gives
the one that the initial state runs into, by --method harmonic or dicke: what is
conserved keeps its distribution. --initial takes what evolve --initial takes.
Where the field turns the state for ever there is no limit, which is an error.

--fisher needs the density matrix. F of rotations about an axis is at most N^2,
and above N only where spins are entangled: above k N at least k + 1 of them.

Keys of --json: model, initial with --from-initial, method, reason (why it was
taken), space (mesh, dimension, cells, degree, unknowns, and band,
fluxCorrection, repairs of a mesh file where there is one; for dicke states and
unknowns, for harmonic band and unknowns), observables (mean, square, cross,
purity, squeezing), errorEstimate, parabolicity (parabolic, minimumEigenvalue
of D, areaFraction where it is negative, requiredDephasing about z in all,
requiredIsotropic about each axis besides what is there, zRange; in the ball the
verdict alone, the rest null), density, residual, seconds, with --check
check, and with --fisher fisher (matrix, largest, axis, errorEstimate of F about
any axis, depth: how many spins are proven to be entangled, at least). Where P
is a single point, space and density.maximum are null and point is it.

Files of --out: result.json (what --json prints, with version, settings and the
state, from which a run in time can start), model.yaml (the model, complete),
steady.txt (the table), steady.csv (observable, value, error) and density.csv
with the header x,y,z,P: one node of the mesh a line, its place on the unit
sphere or in the ball and the value of P there (its integral is 1); where P is
the same all around an axis, places beside it: x its distance, y = 0, z along
it. No density.csv for the other methods, nor where P is a single point.
--format npz adds arrays.npz (moments, P at the nodes, density matrix), --format
vtu density.vtu and, where P is not known or in the ball, husimi.vtu: P and Q,
of any method, for ParaView. "blochfem show DIR" prints and draws what is kept.
docs/data.md

Example:
  blochfem steady model.yaml --check --out result
`;
