import { BlochfemError } from "../../core/errors.ts";
import { cellMasses } from "../../fem/cellMasses.ts";
import { nodePoints } from "../../fem/nodePoints.ts";
import type { SpaceNodes } from "../../fem/space.ts";
import { lagrangeTriangle } from "../../fem/sphere/element.ts";
import { SPECTRAL_SPINS } from "../../fem/sphere/husimi.ts";
import { type SphereNodes, sphereNodes } from "../../fem/sphere/space.ts";
import { leastDiffusionInBall, leastDiffusionOnSphere } from "../../model/pointDiffusion.ts";
import { isInBall } from "../../roads/domain.ts";
import { bandOf, type FunctionBand, ofHarmonics, type PointsFunction } from "../../roads/knownFunction.ts";
import type { State } from "../../roads/state.ts";
import type { StateDensity } from "../../roads/stateDensity.ts";
import { type VtuArray, vtuDocument } from "./document.ts";
import { lagrangeCells } from "./lagrangeCells.ts";
import { spaceForHarmonics, spaceForHusimi } from "./syntheticSpace.ts";

/** A file for ParaView. */
export interface VtuFile {
  /** Without an ending: "density" where P is in it, "husimi" where Q is alone. */
  readonly name: "density" | "husimi";
  readonly bytes: Uint8Array;
}

export interface VtuOptions {
  /** Written into the files as ParaView reads it; 0 by default. */
  readonly time?: number;
  /** Whether the file is one of a series in time, in which arrays keep their names: P is then called so in any band, which `description` tells. */
  readonly ofSeries?: boolean;
}

/** The files of a state, and why one or all of them are missing. */
export interface StateVtu {
  readonly files: readonly VtuFile[];
  /** A sentence; null where P and Q are there. */
  readonly missing: string | null;
}

/**
 * A state as files of VTK (.vtu), which ParaView opens: P and Q on Lagrange triangles, in the ball P on tetrahedra and Q on a sphere in a file of its own.
 *
 * P of elements stands on their own mesh with their own degree. Of moments or a density matrix P on the sphere is summed on a mesh that is chosen, in the
 * harmonics in which it is known; its array is then called P_band_L, as is that of elements in a band. In the ball these methods know Q alone.
 *
 * Arrays at nodes: P; Q, the Husimi function, between 0 and 1; least_eigenvalue_of_D, without the factor 1/2N. In cells: mass, the integral of P, or of
 * (N + 1)/(4 pi) Q where P is not there. Of the whole: TimeValue, spins, and description.
 */
export function stateVtu(state: State, options: VtuOptions = {}): StateVtu {
  const density = densityOf(state);
  const inBall = state.domain === "ball";
  if (density !== null && inBall) {
    const husimi = husimiOn(state, spaceForHusimi(state));
    const files = [densityFile(state, density, null, options)];
    return "missing" in husimi
      ? { files, missing: husimi.missing }
      : { files: [...files, husimiFile(state, husimi, options)], missing: null };
  }
  const space = density?.space ?? spaceForHusimi(state);
  const husimi = husimiOn(state, space);
  const found = "missing" in husimi ? null : husimi;
  const missing = density === null ? noDensity(state, husimi) : "missing" in husimi ? husimi.missing : null;
  if (density !== null) return { files: [densityFile(state, density, found, options)], missing };
  return { files: found === null ? [] : [husimiFile(state, found, options)], missing };
}

interface OnSpace {
  readonly space: SpaceNodes;
  /** At the nodes of the space. */
  readonly values: Float64Array;
}

interface DensityOnSpace extends OnSpace {
  readonly band: FunctionBand | null;
}

/** P on its own mesh or on one that is chosen; null where it is not known. */
function densityOf(state: State): DensityOnSpace | null {
  const { density } = state;
  if (density !== null) return { ...curved(density), band: bandOf(state) };
  const known = ofHarmonics(state);
  if (known === null) return null;
  const space = spaceForHarmonics(known.band!.degree);
  const values = new Float64Array(space.unknowns);
  known.evaluate(nodePoints(space), values);
  return { space, values, band: known.band };
}

/** Flat triangles would lose 1e-3 of the area: elements of degree 1 on a curved mesh are written with those of degree 2, which hold them exactly. */
function curved({ space, values }: Pick<StateDensity, "space" | "values">): OnSpace {
  return space.element.degree > 1 || isInBall(space) ? { space, values } : quadratic(space, values);
}

function quadratic({ element, mesh, cellUnknowns }: SphereNodes, values: Float64Array): OnSpace {
  const fine = sphereNodes(mesh, lagrangeTriangle(2));
  const { values: phi } = element.tabulate(fine.element.nodes);
  const raised = new Float64Array(fine.unknowns);
  fine.cellUnknowns.forEach((unknown, at) => {
    const [cell, node] = [Math.floor(at / fine.element.size), at % fine.element.size];
    let value = 0;
    for (let i = 0; i < 3; i++) value += phi[3 * node + i]! * values[cellUnknowns[3 * cell + i]!]!;
    raised[unknown] = value;
  });
  return { space: fine, values: raised };
}

type Husimi = OnSpace | { readonly missing: string };

/** Above these N the Husimi function of elements is an integral for each of thousands of directions, and takes minutes. */
const MOST_SPINS_OF_ELEMENTS = { sphere: SPECTRAL_SPINS, ball: 20 };

function husimiOn(state: State, space: SpaceNodes): Husimi {
  const { density, domain, model } = state;
  const limit = MOST_SPINS_OF_ELEMENTS[domain];
  if (density !== null && model.spins > limit)
    return {
      missing: `no Q: above ${limit} spins it takes minutes by finite elements; the methods harmonic and dicke may have it`,
    };
  try {
    return { space, values: state.husimi(nodePoints(space)) };
  } catch (error) {
    if (error instanceof BlochfemError) return { missing: `no Q: ${error.what}` };
    throw error;
  }
}

function noDensity({ point, domain }: State, husimi: Husimi): string {
  const reason =
    point !== null
      ? `it is all at the point (${point.join(", ")})`
      : domain === "ball"
        ? "this method has no P as a function in the ball"
        : "its harmonics of this method are too many, or too little known";
  return `no P: ${reason}${"missing" in husimi ? `; ${husimi.missing}` : ""}`;
}

function densityFile(
  state: State,
  { space, values, band }: DensityOnSpace,
  husimi: OnSpace | null,
  options: VtuOptions,
): VtuFile {
  const cells = lagrangeCells(space);
  const name = band === null || options.ofSeries === true ? "P" : `P_band_${band.degree}`;
  const arrays: VtuArray[] = [{ name, values: cells.valuesOf(values) }];
  if (husimi !== null) arrays.push({ name: "Q", values: cells.valuesOf(husimi.values) });
  const of = state.domain === "ball" ? leastDiffusionInBall : leastDiffusionOnSphere;
  arrays.push(leastEigenvalue(of(state.model), cells.points));
  const description = `${titleOf(state)}, ${band === null ? "P" : `P in ${bandText(band, state)}`}`;
  return fileOf(state, "density", cells, arrays, cellMasses(space, values), description, options);
}

function husimiFile(state: State, { space, values }: OnSpace, options: VtuOptions): VtuFile {
  const cells = lagrangeCells(space);
  const arrays = [{ name: "Q", values: cells.valuesOf(values) }];
  const scale = (state.model.spins + 1) / (4 * Math.PI);
  const masses = cellMasses(space, values).map((mass) => scale * mass);
  return fileOf(state, "husimi", cells, arrays, masses, `${titleOf(state)}, Husimi function Q`, options);
}

function fileOf(
  { model }: State,
  name: VtuFile["name"],
  cells: ReturnType<typeof lagrangeCells>,
  pointData: readonly VtuArray[],
  masses: Float64Array,
  description: string,
  { time = 0 }: VtuOptions,
): VtuFile {
  const cellData = [{ name: "mass", values: masses }];
  const fieldData = { TimeValue: time, spins: model.spins, description };
  return { name, bytes: vtuDocument({ ...cells, pointData, cellData, fieldData }) };
}

function leastEigenvalue(evaluate: PointsFunction, points: Float64Array): VtuArray {
  const values = new Float64Array(points.length / 3);
  evaluate(points, values);
  return { name: "least_eigenvalue_of_D", values };
}

const titleOf = ({ model, method }: State): string => `${model.spins} spins by method ${method}`;

const bandText = ({ degree, functions }: FunctionBand, { domain }: State): string =>
  domain === "ball"
    ? `polynomials of degree n <= ${degree}`
    : functions === "tangentPlane"
      ? `polynomials in the tangent plane, n <= ${degree}`
      : functions === "shiftedSphere"
        ? `harmonics of a shifted sphere, l <= ${degree}`
        : `harmonics l <= ${degree}`;
