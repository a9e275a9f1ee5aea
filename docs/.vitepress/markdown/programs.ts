import type { MarkdownRenderer } from "vitepress";

/** Indented blocks, commands and model files, look and scroll as fenced ones do. */
export function addPrograms(markdown: MarkdownRenderer): void {
  const { rules } = markdown.renderer;
  rules.code_block = (tokens, index, options, environment, self) => {
    const token = tokens[index]!;
    token.info = "text";
    return rules.fence!(tokens, index, options, environment, self);
  };
}
