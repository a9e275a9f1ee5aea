import type { MarkdownRenderer } from "vitepress";

/** Pages that typedoc writes mark the rows of a table with HTML, which pages here do not hold: the name in the row takes the mark. */
export function addReference(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before("normalize", "reference", (state) => {
    const { relativePath = "" } = state.env as { relativePath?: string };
    if (!relativePath.startsWith("api/")) return;
    state.src = state.src
      .replaceAll(/<a id="([^"]*)"><\/a> (`[^`\n]*`)/g, "$2{#$1}")
      .replaceAll(/<a id="[^"]*"><\/a> ?/g, "");
  });
}
