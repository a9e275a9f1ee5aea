import type { MarkdownRenderer } from "vitepress";

const LIGHT = "-light.svg";

/** A picture NAME-light.svg has a twin on a dark ground, NAME-dark.svg: both stand in the page, which shows that of its side. */
export function addPictures(markdown: MarkdownRenderer): void {
  const image = markdown.renderer.rules.image!;
  markdown.renderer.rules.image = (tokens, index, options, environment, self) => {
    const token = tokens[index]!;
    const source = token.attrGet("src") ?? "";
    if (!source.endsWith(LIGHT)) return image(tokens, index, options, environment, self);
    const on = (side: "light" | "dark"): string => {
      token.attrSet("src", source.replace(LIGHT, `-${side}.svg`));
      token.attrSet("class", `only-${side}`);
      return image(tokens, index, options, environment, self);
    };
    return on("light") + on("dark");
  };
}
