import type { MarkdownRenderer } from "vitepress";

/** Pages that typedoc writes mark the rows of a table with HTML, which pages here do not hold: the name in the row takes the mark. */
export function addReference(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before("normalize", "reference", (state) => {
    const { relativePath = "" } = state.env as { relativePath?: string };
    if (!relativePath.startsWith("api/")) return;
    const [, folder = ""] = /^api\/(\w+)[./]/.exec(relativePath) ?? [];
    const name = folder === "index" ? "blochfem" : `blochfem/${folder}`;
    state.src = state.src
      .replace(new RegExp(`^# ${folder}$`, "m"), `# ${name}`)

      .replaceAll(/<a id="([^"]*)"><\/a> (`[^`\n]*`)/g, "$2{#$1}")
      .replaceAll(/<a id="[^"]*"><\/a> ?/g, "");
  });
}
