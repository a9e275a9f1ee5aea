import type { MarkdownRenderer } from "vitepress";

/** What stands behind ``` of a module that a reader can run, and of what it prints. */
const MODULE = "js run";
const PRINTED = "text printed";

/** A module of a page, and what the page says that it prints. */
export interface Sample {
  readonly code: string;
  readonly printed: string;
}

/** The samples of a page: a block ```js run, right behind it a block ```text printed. Throws where one stands alone. */
export function samplesOf(markdown: string, path: string): Sample[] {
  const blocks = [...markdown.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info, text]) => ({
    info: info!.trim(),
    text: text!,
  }));
  return blocks.flatMap(({ info, text }, k) => {
    if (info === PRINTED && blocks[k - 1]?.info !== MODULE)
      throw new Error(`${path}: "${PRINTED}" behind no "${MODULE}"`);
    if (info !== MODULE) return [];
    const next = blocks[k + 1];
    if (next?.info !== PRINTED) throw new Error(`${path}: no "${PRINTED}" behind "${MODULE}":\n${text}`);
    return [{ code: text, printed: next.text }];
  });
}

/** Blocks of samples as the component that runs them, with the coloured text of the module in its slot. */
export function addSamples(markdown: MarkdownRenderer): void {
  const fence = markdown.renderer.rules.fence!;
  markdown.renderer.rules.fence = (tokens, index, options, environment, self) => {
    const token = tokens[index]!;
    const info = token.info.trim();
    if (info === PRINTED && tokens[index - 1]?.info.trim() === MODULE) return "";
    if (info !== MODULE) return fence(tokens, index, options, environment, self);
    const printed = tokens[index + 1];
    if (printed?.info.trim() !== PRINTED) throw new Error(`no "${PRINTED}" behind "${MODULE}":\n${token.content}`);
    token.info = "js";
    const coloured = fence(tokens, index, options, environment, self);
    token.info = info;
    const attribute = (text: string): string => markdown.utils.escapeHtml(text).replaceAll("\n", "&#10;");
    return `<Sample code="${attribute(token.content)}" printed="${attribute(printed.content)}">${coloured}</Sample>\n`;
  };
}
