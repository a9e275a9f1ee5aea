import katex from "@vscode/markdown-it-katex";
import type { MarkdownRenderer } from "vitepress";

/**
 * Formulas between dollar signs, set when the site is built: as HTML with the fonts of the site for the eye, and as MathML for a screen reader.
 * Vue must not read the braces in them.
 */
export function addMath(markdown: MarkdownRenderer): void {
  // The module is CommonJS: its function is the default of the default where it is loaded as it is. Its types are of another version of markdown-it.
  const plugin = ((katex as { default?: typeof katex }).default ?? katex) as unknown as (
    markdown: MarkdownRenderer,
    options: object,
  ) => void;
  markdown.use(plugin, { throwOnError: true, strict: "error" });
  for (const [rule, tag] of [
    ["math_inline", "span"],
    ["math_inline_block", "div"],
    ["math_block", "div"],
  ] as const) {
    const render = markdown.renderer.rules[rule];
    if (render === undefined)
      throw new Error(`markdown-it-katex has no rule ${rule}; docs/.vitepress/markdown/math.ts names it`);
    markdown.renderer.rules[rule] = (...parts) =>
      `<${tag} v-pre${tag === "div" ? ' class="formula" tabindex="0"' : ""}>${render(...parts)}</${tag}>`;
  }
}
