import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** Links to files of the repository that are no pages of the book, as ../meshes/README.md: they lead somewhere in a clone and nowhere on a site, where their text is left. */
export function addOutside(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("outside", ({ tokens, env }) => {
    const folder = posix.dirname((env as { relativePath?: string }).relativePath ?? "");
    for (const { children } of tokens) {
      let outside = false;
      for (const token of children ?? []) {
        if (token.type === "link_open") {
          const target = token.attrGet("href") ?? "";
          outside = !/^(?:[a-z]+:|[/#])/.test(target) && posix.join(folder, target).startsWith("../");
        }
        if (outside && (token.type === "link_open" || token.type === "link_close")) {
          token.type = token.type === "link_open" ? "span_open" : "span_close";
          token.tag = "span";
          token.attrs = null;
        }
      }
    }
  });
}
