import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { oneFontFormat } from "./fonts.ts";
import { addMath } from "./markdown/math.ts";
import { addOutside } from "./markdown/outside.ts";
import { addPictures } from "./markdown/pictures.ts";
import { addPrograms } from "./markdown/programs.ts";
import { addReference } from "./markdown/reference.ts";
import { addSamples } from "./markdown/samples.ts";
import { sidebar } from "./sidebar.ts";

const explorer = existsSync(fileURLToPath(new URL("../../dist/explorer/index.html", import.meta.url)));

// A page of its own, copied beside the book by build/site.
const live = explorer ? [{ text: "Explorer", link: "/explorer/index.html", target: "_self" }] : [];

// In the page itself: a browser asks for an icon wherever the site stands.
const icon = readFileSync(new URL("../../src/explorer/icon.svg", import.meta.url), "utf8");

/** The site of docs/, as `npm run site` builds it into out/site: text, pictures and the library itself, and nothing from another host. */
export default defineConfig({
  title: "blochfem",
  description:
    "The P-function of N driven, dissipative two-level systems, solved by finite elements on the Bloch sphere",
  lang: "en-GB",
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  outDir: "../out/site",
  cacheDir: "../out/site-cache",
  // Links that leave the book; build/site checks them where everything is in place.
  ignoreDeadLinks: [/^\/explorer\//],
  markdown: {
    // Pages are text: <o> in a sentence is a mean value, not a tag.
    html: false,
    // Every colour of a program at 4.5 to 1 and more.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (markdown) => {
      addMath(markdown);
      addOutside(markdown);
      addReference(markdown);
      addPictures(markdown);
      addSamples(markdown);
      addPrograms(markdown);
    },
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "Tutorials", link: "/tutorials/steady" },
      { text: "Gallery", link: "/gallery" },
      { text: "API", link: "/api/" },
      ...live,
    ],
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: "local" },
    externalLinkIcon: true,
    footer: { message: "MIT licence" },
  },
  // Samples run in a worker that loads modules.
  vite: { worker: { format: "es" }, plugins: [oneFontFormat] },
});
