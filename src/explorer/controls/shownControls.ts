import { byId, element, typeset } from "../dom.ts";
import { LAYERS, type Layer, SHOWN_FUNCTIONS, type ShownFunction } from "../state.ts";

const FUNCTIONS: Readonly<Record<ShownFunction, { readonly label: string; readonly title: string }>> = {
  P: { label: "*P*", title: "The state as a mixture of product states, with negative weights where it is none" },
  Q: { label: "Husimi *Q*", title: "How alike the state is to all spins along a direction: never negative" },
  witness: { label: "Witness", title: "An observable whose mean is negative, as in no mixture of product states" },
};

const LAYER_WORDS: Readonly<Record<Layer, string>> = {
  contours: "Contours",
  flow: "Mean-field flow",
  fixedPoints: "Fixed points",
  region: "Not parabolic",
  farSide: "Far side",
};

/** Which function is on the sphere. */
export function createShownChoice(onShown: (shown: ShownFunction) => void) {
  const inputs = new Map<ShownFunction, HTMLInputElement>();
  for (const shown of SHOWN_FUNCTIONS) {
    const { label, title } = FUNCTIONS[shown];
    const input = element("input", { type: "radio", name: "shown", value: shown });
    input.addEventListener("change", () => onShown(shown));
    inputs.set(shown, input);
    byId("shown").append(element("label", { title }, input, element("span", {}, typeset(label))));
  }
  return {
    set: (shown: ShownFunction): void => {
      inputs.get(shown)!.checked = true;
    },
  };
}

/** What is drawn besides. */
export function createLayerChoice(onLayer: (layer: Layer, on: boolean) => void) {
  const inputs = new Map<Layer, HTMLInputElement>();
  for (const layer of LAYERS) {
    const input = element("input", { type: "checkbox", value: layer });
    input.addEventListener("change", () => onLayer(layer, input.checked));
    inputs.set(layer, input);
    byId("layers").append(element("label", {}, input, LAYER_WORDS[layer]));
  }
  return {
    set(layers: Readonly<Record<Layer, boolean>>): void {
      for (const [layer, input] of inputs) input.checked = layers[layer];
    },
    /** In the ball there is no far side and no region. */
    setInside(inside: boolean): void {
      for (const layer of ["region", "farSide"] as const) inputs.get(layer)!.parentElement!.hidden = inside;
    },
  };
}
