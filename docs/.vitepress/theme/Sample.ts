import { computed, defineComponent, h, nextTick, onUnmounted, ref, useId, type VNode } from "vue";
import { runSample, type SamplePictures, type SampleRun } from "./runSample.ts";

/** Where a sample is in its life: what is shown is what the page says until the reader runs it. */
type Phase = "as printed" | "loading" | "running" | "done" | "failed";

const SAID: Readonly<Record<Phase, string>> = {
  "as printed": "prints",
  loading: "loading the library …",
  running: "running …",
  done: "printed",
  failed: "failed",
};

/** A module that the reader edits and runs: its coloured text (the slot) until it is edited, then a field, and below what it prints. */
export const Sample = defineComponent({
  name: "Sample",
  props: { code: { type: String, required: true }, printed: { type: String, required: true } },
  setup(props, { slots }) {
    const id = useId();
    const text = ref(props.code);
    const editing = ref(false);
    const phase = ref<Phase>("as printed");
    const lines = ref<readonly string[]>([props.printed.trimEnd()]);
    const pictures = ref<SamplePictures | null>(null);
    const seconds = ref<string | null>(null);
    const field = ref<HTMLTextAreaElement | null>(null);
    const busy = computed(() => phase.value === "loading" || phase.value === "running");
    let current: SampleRun | null = null;
    let began = 0;

    const forgetPicture = (): void => {
      for (const address of Object.values(pictures.value ?? {})) URL.revokeObjectURL(address);
      pictures.value = null;
    };
    const addressOf = (svg: string): string => URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    const show = ({ light, dark }: SamplePictures): void => {
      pictures.value = { light: addressOf(light), dark: addressOf(dark) };
    };
    const stop = (): void => {
      current?.stop();
      if (busy.value) phase.value = "failed";
      lines.value = [...lines.value, "Stopped."];
    };
    const run = (): void => {
      current?.stop();
      forgetPicture();
      lines.value = [];
      seconds.value = null;
      phase.value = "loading";
      current = runSample(text.value, (answer) => {
        if (answer.kind === "started") {
          phase.value = "running";
          began = performance.now();
        } else if (answer.kind === "line") {
          lines.value = [...lines.value, answer.text];
        } else {
          if (phase.value === "running") seconds.value = `${((performance.now() - began) / 1000).toFixed(2)} s`;
          phase.value = answer.kind;
          if (answer.kind === "failed") lines.value = [...lines.value, answer.text];
          else if (answer.pictures !== null) show(answer.pictures);
        }
      });
    };
    const edit = (): void => {
      editing.value = true;
      nextTick(() => field.value?.focus());
    };
    const reset = (): void => {
      current?.stop();
      forgetPicture();
      editing.value = false;
      text.value = props.code;
      lines.value = [props.printed.trimEnd()];
      phase.value = "as printed";
      seconds.value = null;
    };
    onUnmounted(() => {
      current?.stop();
      forgetPicture();
    });

    const button = (label: string, onClick: () => void, attributes: object = {}): VNode =>
      h("button", { type: "button", onClick, ...attributes }, label);

    return () =>
      h("div", { class: ["sample", phase.value.replace(" ", "-")] }, [
        editing.value
          ? h("textarea", {
              ref: field,
              value: text.value,
              rows: text.value.split("\n").length,
              spellcheck: false,
              autocapitalize: "off",
              autocomplete: "off",
              wrap: "off",
              "aria-label": "Text of the module",
              "aria-describedby": `${id}-keys`,
              onInput: (event: Event) => {
                text.value = (event.target as HTMLTextAreaElement).value;
              },
              onKeydown: (event: KeyboardEvent) => {
                if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
                event.preventDefault();
                run();
              },
            })
          : slots.default?.(),
        h("div", { class: "bar" }, [
          busy.value ? button("Stop", stop) : button("Run", run, { class: "run" }),
          editing.value ? button("Reset", reset) : button("Edit", edit),
          editing.value ? h("span", { id: `${id}-keys`, class: "keys" }, "Ctrl + Enter runs") : null,
          h("span", { class: "state", role: "status" }, [
            SAID[phase.value],
            seconds.value ? ` in ${seconds.value}` : "",
          ]),
        ]),
        h(
          "pre",
          { class: "printed", tabindex: 0, role: "group", "aria-label": "What the module prints" },
          lines.value.join("\n"),
        ),
        // The page shows that of its side.
        ...Object.entries(pictures.value ?? {}).map(([ground, src]) =>
          h("img", { src, class: `only-${ground}`, alt: "Picture that the module makes" }),
        ),
      ]);
  },
});
