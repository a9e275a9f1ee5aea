import type { UserConfig } from "vitepress";

type Plugin = Extract<NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number], { name: string }>;

/** Fonts of formulas in one format, which every browser that runs the samples reads: the other two would be a megabyte that nobody loads. */
export const oneFontFormat: Plugin = {
  name: "one-font-format",
  enforce: "pre",
  transform: (code, id) =>
    id.includes("katex.min.css") ? code.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]*"\)/g, "") : null,
};
