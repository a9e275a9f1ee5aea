import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import "katex/dist/katex.min.css";
import { Sample } from "./Sample.ts";
import "./style.css";

/** The theme of VitePress with fonts of the reader's system, formulas, and samples that run. */
export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.component("Sample", Sample);
  },
} satisfies Theme;
