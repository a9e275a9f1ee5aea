import { DEFAULT_MODEL, DEFAULT_STATE, type ExplorerModel, type ExplorerState } from "./state.ts";

/** What is chosen in the head of the page. */
export interface Example {
  readonly name: string;
  /** The file of examples/ that holds the same model; null where there is none. */
  readonly file: string | null;
  readonly model: ExplorerModel;
  /** What else is set; all besides is as at the start. */
  readonly shown?: Partial<Pick<ExplorerState, "shown" | "start" | "until" | "time" | "view">>;
}

type Parts = { readonly [Key in keyof ExplorerModel]?: Partial<ExplorerModel[Key]> };

/** A model of which all that is not given is 0. */
function model(spins: number, { field = [0, 0, 0], interaction, collective, local }: Parts): ExplorerModel {
  const none = DEFAULT_MODEL.local;
  return {
    spins,
    field: field as ExplorerModel["field"],
    interaction: { ...DEFAULT_MODEL.interaction, ...interaction },
    collective: { ...none, ...collective },
    local: { ...none, ...local },
  };
}

const S = Math.SQRT1_2;

export const EXAMPLES: readonly { readonly group: string; readonly examples: readonly Example[] }[] = [
  {
    group: "Resonance fluorescence",
    examples: [
      { name: "Weak drive", file: "fig2a", model: DEFAULT_MODEL },
      {
        name: "Strong drive",
        file: "fig2b",
        model: model(40, { field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } }),
      },
      {
        name: "Not parabolic",
        file: null,
        model: model(12, { field: [0.8, 0, 0], collective: { dephasing: 0.1, pump: 1 } }),
      },
      {
        name: "A million spins",
        file: "million",
        model: model(1_000_000, { field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }),
      },
    ],
  },
  {
    group: "Entangled",
    examples: [
      {
        name: "Coherently radiating spins",
        file: "coherentlyRadiating",
        model: model(200, { field: [0.6, 0, 0], collective: { decay: 1 } }),
      },
      {
        name: "Squeezed reservoir",
        file: "squeezedReservoir",
        model: model(30, { collective: { jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }] } }),
      },
      {
        name: "Squeezing by feedback",
        file: "feedback",
        model: model(20, {
          interaction: { yz: 0.5 },
          collective: { jumps: [{ rate: 1, operator: "Jz - 0.5i*Jy" }] },
        }),
      },
      {
        name: "Lipkin-Meshkov-Glick",
        file: "lipkinMeshkovGlick",
        model: model(20, { field: [0.8, 0, 0], interaction: { zz: -1 }, collective: { decay: 0.3 } }),
      },
      {
        name: "One-axis twisting",
        file: "oneAxisTwisting",
        model: model(100, { interaction: { zz: 1 }, collective: { dephasing: 0.02 } }),
        shown: { shown: "Q", time: 6 },
      },
    ],
  },
  {
    group: "Others",
    examples: [
      {
        name: "Thermal",
        file: "thermal",
        model: model(100, { field: [0, 0, 0.7], collective: { dephasing: 0.3, pump: 0.5, decay: 0.2 } }),
      },
      {
        name: "Pump alone",
        file: "fig1a",
        model: model(40, { field: [-S, 0, S], collective: { pump: 0.8 } }),
      },
    ],
  },
  {
    group: "In the ball: local rates",
    examples: [
      {
        name: "A little local decay",
        file: "local",
        model: model(4, {
          field: [1.5, 0, 0],
          collective: { dephasing: 1, pump: 1 },
          local: { dephasing: 0.05, decay: 0.1 },
        }),
      },
      {
        name: "Pump against local decay",
        file: "fig1b",
        model: model(40, { field: [-S, 0, S], collective: { pump: 0.8 }, local: { decay: 0.6 } }),
      },
      {
        name: "Superradiant laser",
        file: "superradiantLaser",
        model: model(1_000_000, { collective: { decay: 500_000 }, local: { pump: 250_000 } }),
      },
    ],
  },
];

const ALL: readonly Example[] = EXAMPLES.flatMap(({ examples }) => examples);

export const exampleNamed = (name: string): Example | undefined => ALL.find((example) => example.name === name);

/** The name of the example whose model this is; null where it is of none. */
export function nameOfModel(wanted: ExplorerModel): string | null {
  const text = JSON.stringify(ordered(wanted));
  return ALL.find((example) => JSON.stringify(ordered(example.model)) === text)?.name ?? null;
}

/** With keys in one order, whoever made it. */
const ordered = ({ spins, field, interaction, collective, local }: ExplorerModel): unknown[] => [
  spins,
  field,
  Object.entries(interaction).sort(),
  Object.entries(collective).sort(),
  Object.entries(local).sort(),
];

/** The page of an example; the theme and layers stay. */
export const stateOfExample = (state: ExplorerState, { model: chosen, shown }: Example): ExplorerState => ({
  ...DEFAULT_STATE,
  theme: state.theme,
  layers: state.layers,
  model: chosen,
  ...shown,
});
