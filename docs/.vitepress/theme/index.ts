import { type Theme, useRoute } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { defineComponent, h, nextTick, onMounted, watch } from "vue";
import "katex/dist/katex.min.css";
import { markMain } from "./landmarks.ts";
import { Sample } from "./Sample.ts";
import "./style.css";

const Layout = defineComponent({
  name: "Layout",
  setup() {
    const route = useRoute();
    onMounted(() => {
      watch(
        () => route.path,
        () => nextTick(markMain),
        { immediate: true },
      );
    });
    return () => h(DefaultTheme.Layout);
  },
});

/** The theme of VitePress with fonts of the reader's system, formulas, and samples that run. */
export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp: ({ app }) => {
    app.component("Sample", Sample);
  },
} satisfies Theme;
