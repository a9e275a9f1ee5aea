import { type Browser, chromium } from "playwright-core";
import { isThere, missingPackages } from "./debian.ts";

/** Why there is no browser here; null where there is. */
export const missingBrowser = (): string | null => missingPackages(["chromium"], () => isThere("chromium"));

/** WebGL is computed; nothing of the browser itself asks the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Debian's Chromium, without a window. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: FLAGS });
