import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { missingBrowser, startBrowser } from "../browser.ts";
import { serve } from "./server.ts";

// The site is built where it is not there.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = join(root, "out/site");
const missing = missingBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(missing !== null)(`the site in a browser${missing === null ? "" : `, not tried: ${missing}`}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let served: Awaited<ReturnType<typeof serve>>;
  /** What a page must not do: complain, or ask another host. */
  const faults: string[] = [];

  beforeAll(async () => {
    if (!existsSync(join(site, "index.html"))) {
      const { status, stderr } = spawnSync("npm", ["run", "site"], { cwd: root, encoding: "utf8" });
      if (status !== 0) throw new Error(`npm run site ended with ${status}: ${stderr}`);
    }
    served = await serve(site);
    browser = await startBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  });

  afterAll(async () => {
    await browser?.close();
    served?.close();
  });

  async function open(path: string): Promise<Page> {
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") faults.push(`${path}: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`${path}: ${error.message}`));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(served.address)) {
        faults.push(`${path} asks for ${request.url()}`);
      }
    });
    await page.goto(`${served.address}/${path}`, { waitUntil: "networkidle" });
    return page;
  }

  /** What axe-core finds, a line each. */
  async function accessibilityFaults(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    });
  }

  /** Runs the first sample of a page and waits for its end: what it printed. */
  async function runFirst(page: Page): Promise<string> {
    const sample = page.locator(".sample").first();
    await sample.getByRole("button", { name: "Run" }).click();
    await page.waitForFunction(() => /printed in|failed/.test(document.querySelector(".sample .state")!.textContent!));
    return (await sample.locator("pre.printed").textContent())!;
  }

  it("opens, leads to the tutorials, and is accessible on both grounds", async () => {
    const page = await open("index.html");
    expect(await page.title()).toMatch(/blochfem/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Start", exact: true }).first().click();
    await page.waitForURL(/start/);
    await page.close();
    expect(faults).toEqual([]);
  });

  it("runs a sample, shows its picture, and what is written in its place by keys alone", async () => {
    const page = await open("tutorials/evolution.html");
    const said = await page.locator("pre.printed").first().textContent();
    expect((await runFirst(page)).trimEnd()).toBe(said!.trimEnd());
    const pictures = page.locator(".sample").first().getByAltText("Picture that the module makes");
    const picture = pictures.filter({ visible: true });
    await picture.waitFor();
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
    // Each ground has its own.
    expect(await pictures.count()).toBe(2);
    const light = await picture.getAttribute("src");
    await page.evaluate(() => document.documentElement.classList.toggle("dark"));
    expect(await picture.count()).toBe(1);
    expect(await picture.getAttribute("src")).not.toBe(light);
    await page.evaluate(() => document.documentElement.classList.toggle("dark"));
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.locator(".sample").first().getByRole("button", { name: "Edit" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(`import { spinModel } from "blochfem";\nspinModel({ spins: 0 });`);
    await page.keyboard.press("Control+Enter");
    const output = page.locator("pre.printed").first();
    await page.waitForFunction(() => /failed/.test(document.querySelector(".sample .state")!.textContent!));
    expect(await output.textContent()).toMatch(/spins/);
    expect(await accessibilityFaults(page)).toEqual([]);

    // A module without end is stopped, and the page lives.
    await page.locator("textarea").fill("console.log('begun'); for (;;);");
    await page.keyboard.press("Control+Enter");
    await page.waitForFunction(() => document.querySelector("pre.printed")!.textContent === "begun");
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await output.textContent()).toBe("begun\nStopped.");
    await page.getByRole("button", { name: "Reset" }).click();
    expect((await output.textContent())!.trimEnd()).toBe(said!.trimEnd());
    await page.close();
    expect(faults).toEqual([]);
  });

  it("fits a phone: nothing is wider than the page", async () => {
    for (const path of ["index.html", "tutorials/steady.html", "derivations.html", "gallery.html", "api/index.html"]) {
      const page = await open(path);
      await page.setViewportSize({ width: 390, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect({ path, over: Math.max(over, 0) }).toEqual({ path, over: 0 });
      await page.close();
    }
    expect(faults).toEqual([]);
  });
});

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
