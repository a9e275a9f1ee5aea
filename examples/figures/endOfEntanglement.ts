import { spinModel } from "../../src/model/spinModel.ts";
import { frameRow } from "../../src/plot/axes/frameRow.ts";
import type { LineMark } from "../../src/plot/axes/marks.ts";
import { COLUMN, page } from "../../src/plot/page.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import { DEFAULT_COST_LIMITS } from "../../src/roads/choice.ts";
import { parabolicScan } from "../../src/roads/diagnose/scan.ts";
import { inCode } from "../../src/roads/selectRoads.ts";
import { alignedTable, type Figure } from "./figure.ts";

/** Fields, and the dephasing that is known to be on either side of every curve. */
const LAST_FIELD = 1.6;
const DEPHASING = [0, 0.6] as const;

type Points = readonly (readonly [number, number])[];

interface Computed {
  readonly parabolic: Points;
  readonly gaussian: Points;
  readonly ends: readonly { readonly spins: number; readonly points: Points }[];
}

/**
 * Where entanglement of the steady state ends and where the equation of P becomes parabolic, over field and dephasing, for collective decay 1: three
 * different places.
 */
export function endOfEntanglement(spins: readonly number[] = [4, 12, 20], step = 0.05, fine = 0.02): Figure {
  const computed = compute(spins, step, fine);
  return { name: "end-of-entanglement", draw: (theme) => draw(computed, theme), table: table(computed) };
}

/** @param fine between fields of the curves that take no steady state */
function compute(spins: readonly number[], step: number, fine: number): Computed {
  const fieldsBy = (width: number): readonly number[] =>
    Array.from({ length: Math.round(LAST_FIELD / width) }, (_, k) => Number((width * (k + 1)).toFixed(6)));
  const fields = { parameter: "field.x", values: fieldsBy(step) };
  const dephasing = { parameter: "collective.dephasing", values: DEPHASING };
  const without = parabolicScan(modelOf(2), [{ ...fields, values: fieldsBy(fine) }, dephasing], null, inCode);
  const ends = spins.map((N) => {
    const model = modelOf(N);
    const along = parabolicScan(model, [fields, dephasing], DEFAULT_COST_LIMITS, inCode).curves.entanglement!;
    // Without dephasing the field ends it.
    const axes = [
      { parameter: "collective.dephasing", values: [0] },
      { parameter: "field.x", values: [1, LAST_FIELD] },
    ] as const;
    const across = parabolicScan(model, axes, DEFAULT_COST_LIMITS, inCode).curves.entanglement!;
    return { spins: N, points: [...along, ...across.map(([none, field]) => [field, none] as const)] };
  });
  return { parabolic: without.curves.parabolic, gaussian: without.curves.gaussian!, ends };
}

const modelOf = (spins: number) => spinModel({ spins, collective: { decay: 1 } });

function draw({ parabolic, gaussian, ends }: Computed, theme: SvgTheme): string {
  const dashes = [undefined, "5 2", "1.5 2"];
  const marks: LineMark[] = [
    {
      kind: "line",
      points: [[0, 0.5], ...parabolic],
      color: theme.ink,
      label: "parabolic above: (√*κ*_{−} − √*κ*_{+})^{2} = 2*κ*_{*z*}",
    },
    {
      kind: "line",
      points: [[0, 0.5], ...gaussian],
      color: theme.series[1],
      dash: "4 2.5",
      label: "linear noise: *κ*_{*z*} = |*z*| / (1 + |*z*|)",
    },
    ...ends.map(({ spins, points }, k): LineMark => {
      const dash = dashes[k];
      return {
        kind: "line",
        points,
        color: k === 1 ? theme.series[2] : theme.series[0],
        label: `end of entanglement, *N* = ${spins}`,
        ...(dash === undefined ? {} : { dash }),
      };
    }),
  ];
  return page(
    {
      width: COLUMN,
      title: "The end of entanglement",
      description:
        "Over field and dephasing, entanglement of the steady state ends below the dephasing from which on the equation of P is parabolic.",
      theme,
    },
    [
      frameRow(
        {
          axisX: { label: "field *B*_{*x*} / *κ*_{−}", range: [0, LAST_FIELD] },
          axisY: { label: "dephasing *κ*_{*z*} / *κ*_{−}", range: [0, 0.55] },
          marks,
        },
        COLUMN,
        theme,
        "ends",
      ),
    ],
  );
}

function table({ parabolic, gaussian, ends }: Computed): string[] {
  const at = (points: Points, field: number): string => {
    const found = points.find(([x]) => Math.abs(x - field) < 1e-9);
    return found === undefined ? "" : found[1].toFixed(6);
  };
  const rows = [["B_x", "parabolic", "linear noise", ...ends.map(({ spins }) => `N = ${spins}`)]];
  for (const [field, above] of ends[0]!.points) {
    if (above === 0) continue;
    const places = [parabolic, gaussian, ...ends.map(({ points }) => points)];
    rows.push([field.toFixed(3), ...places.map((points) => at(points, field))]);
  }
  const last = ends.map(({ points }) => points.find(([, dephasing]) => dephasing === 0)?.[0].toFixed(6) ?? "");
  return [
    "The dephasing at which entanglement of the steady state ends, and from which on the equation of P is parabolic, for collective decay 1.",
    "The end of entanglement is where the least eigenvalue of the moment matrix changes its sign; it is exponentially small beyond, so that",
    "at N = 20 the last one or two digits are lost at fields below 0.3.",
    "",
    ...alignedTable(rows),
    "",
    `Without dephasing entanglement ends at B_x = ${last.join(", ")}.`,
  ];
}
