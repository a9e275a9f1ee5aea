import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildExplorerPage } from "../../build/explorerPage.ts";
import { type FolderServer, serveFolder } from "../../src/cli/explore/server.ts";
import type { Answer, Request, TableAnswer } from "../../src/explorer/protocol.ts";
import { DEFAULT_MODEL } from "../../src/explorer/state.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { steady } from "../../src/roads/steady.ts";
import { missingBrowser, startBrowser } from "../browser.ts";
import { captureJson, temporaryFolder } from "../cli/capture.ts";
import { missingModules, python } from "../io/python/python.ts";
import { atRest, compared, type Watched, watchedPage } from "./browser.ts";

// A browser that computes WebGL, on a loaded machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const folder = temporaryFolder();
const pageFolder = join(folder, "page");

describe("the page in a browser", () => {
  let server: FolderServer;
  let browser: Browser | null = null;
  let why: string | null = null;

  beforeAll(async () => {
    await buildExplorerPage(pageFolder);
    server = await serveFolder(pageFolder, { port: 0 });
    why = missingBrowser();
    if (why === null) browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  it("is small: the page below 40 KB, and all scripts together below 270 KB, of which 235 are the library", () => {
    const kilobytes = (names: readonly string[]): number =>
      names.reduce((sum, name) => sum + gzipSync(readFileSync(join(pageFolder, name)), { level: 9 }).length / 1000, 0);
    const scripts = readdirSync(pageFolder).filter((name) => name.endsWith(".js"));
    // What only the page holds: chunks are shared with the workers, and hold the library.
    expect(kilobytes(["main.js", "style.css", "index.html"])).toBeLessThan(40);
    expect(kilobytes(scripts)).toBeLessThan(270);
    expect(readFileSync(join(pageFolder, "index.html"), "utf8")).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style="/);
  });

  it("lacks no part of the library that an answer, or what stands beside it, comes from", async () => {
    const answered: Answer[] = [];
    let done = (): void => {};
    const scope = {
      onmessage: null as ((event: { data: Request }) => void) | null,
      postMessage: (answer: Answer) => {
        answered.push(answer);
        if (answer.kind === "done") done();
      },
    };
    vi.stubGlobal("self", scope);
    await import(/* @vite-ignore */ join(pageFolder, "worker.js"));
    vi.unstubAllGlobals();
    const evolution = { start: [0, 0, 1], until: 1, steps: 4 } as const;
    const wants = { table: true, evolution, entanglement: true, certificate: { seconds: 2 } } as const;
    const spins = [8, 6, 30, 60] as const;
    const models = [{}, { local: { decay: 0.2 } }, { field: [0, 0, 0], local: { pump: 10 } }, {}] as const;
    for (const [k, model] of models.entries()) {
      answered.length = 0;
      const base = { ...DEFAULT_MODEL, ...model, spins: spins[k]! };
      const local = { ...DEFAULT_MODEL.local, ...("local" in model ? model.local : {}) };
      const collective = { ...DEFAULT_MODEL.collective, dephasing: 0, pump: 0, decay: 1 };
      await new Promise<void>((resolve) => {
        done = resolve;
        scope.onmessage!({ data: { id: 1, model: { ...base, collective, local }, quality: "slow", wants } });
      });
      expect(JSON.stringify(answered)).not.toContain("the page has no part");
      const table = answered.findLast((one): one is TableAnswer => one.kind === "table")!;
      expect(table.comparison).not.toBeNull();
      // The purity of few moments has a large error of its own.
      for (const { error, difference } of table.rows.filter(({ key }) => /^(mean|square|cross)/.test(key)))
        expect(Math.abs(difference!)).toBeLessThanOrEqual(error! + 1e-7);
      expect(answered.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(["evolution", "entanglement", "certificate"]),
      );
    }
  });

  /** A page at a hash; the test is skipped where there is no browser. */
  async function open(
    skip: (why: string) => void,
    hash = "",
    viewport?: { width: number; height: number },
  ): Promise<Watched> {
    if (browser === null) skip(why ?? "the browser does not start");
    return watchedPage(browser!, `${server.address}${hash}`, viewport);
  }

  async function csvOf({ page }: Watched): Promise<readonly (readonly string[])[]> {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#csv")]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  }

  const meansOf = (csv: readonly (readonly string[])[]) =>
    csv.slice(1, 4).map(([, value, error, , difference]) => ({
      value: Number(value),
      error: Number(error),
      difference: Number(difference),
    }));

  const SMALL = { width: 1100, height: 600 };

  const parabolic = (field: number) =>
    steady(spinModel({ spins: 40, field: [field, 0, 0], collective: { dephasing: 1, pump: 1 } })).observables;

  it("solves the model of the README, shows its digits and saves what opens elsewhere", async ({ skip }) => {
    const watched = await open(skip);
    const { page } = watched;
    await atRest(watched);
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const csv = await csvOf(watched);
    const shown = await page.locator("#table tbody tr").allInnerTexts();
    for (const [k, value] of parabolic(0.5).mean.entries()) {
      const { value: saved, error, difference } = meansOf(csv)[k]!;
      expect(Math.abs(saved - value)).toBeLessThanOrEqual(error + 1e-8);
      expect(Math.abs(difference)).toBeLessThanOrEqual(error + 1e-8);
      const digits = Math.abs(value) < 1e-9 ? "0" : Math.abs(value).toFixed(9).slice(0, 9);
      expect(shown[k]).toContain(digits);
      if (digits !== "0") expect(readme).toContain(digits.slice(0, 7));
    }
    // As many rows as are seen, each value as it is seen to all its digits.
    expect(csv.length - 1).toBe(shown.length);

    const save = async (button: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
      const path = join(folder, download.suggestedFilename());
      await download.saveAs(path);
      return path;
    };
    const png = readFileSync(await save("#png"));
    const colours = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }, png.toString("base64"));
    expect(colours).toBeGreaterThan(50);
    const svg = readFileSync(await save("#svg"), "utf8");
    const drawn = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      return parsed.querySelector("parsererror") === null ? parsed.querySelectorAll("path").length : 0;
    }, svg);
    expect(drawn).toBeGreaterThan(5);
    const vtu = readFileSync(await save("#vtu"), "latin1");
    expect(vtu).toMatch(/^<\?xml version="1\.0"\?>\s*<VTKFile type="UnstructuredGrid"/);
    expect(vtu.trimEnd().endsWith("</VTKFile>")).toBe(true);
    if (missingModules({ vtk: "python3-vtk9", numpy: "python3-numpy" }) === null) {
      const [read] = python<{ arrays: Record<string, { integral: number; moments: number[] }> }>("readVtu", [
        "12",
        join(folder, "density.vtu"),
      ]);
      const { integral, moments } = read!.arrays.P!;
      expect(Math.abs(integral - 1)).toBeLessThan(1e-6);
      for (const [k, moment] of moments.entries()) expect(Math.abs(moment - meansOf(csv)[k]!.value)).toBeLessThan(1e-6);
    }
    const model = await save("#model");
    const { observables } = await captureJson<{ observables: { mean: number[] } }>("steady", model);
    for (const [k, value] of observables.mean.entries())
      expect(Math.abs(value - meansOf(csv)[k]!.value)).toBeLessThanOrEqual(1e-12);
    expect(watched.faults).toEqual([]);
    await page.context().close();
  });
  it("keeps the last picture right while the drive is dragged across the critical point, and the address tells all", async ({
    skip,
  }) => {
    // Every pixel is computed by the processor.
    const watched = await open(skip, "#N=40&B=0.2,0,0", SMALL);
    const { page } = watched;
    await compared(watched);
    const slider = page.locator("#parameters input[type=range][aria-label='Field along x']");
    const box = (await slider.boundingBox())!;
    /** Where the handle stands for a value, whatever scale the slider has. */
    const placeOf = async (value: string): Promise<number> => {
      await page.fill("#parameter-field-0", value);
      await page.press("#parameter-field-0", "Enter");
      const share = await slider.evaluate(
        (one: HTMLInputElement) => (Number(one.value) - Number(one.min)) / (Number(one.max) - Number(one.min)),
      );
      return box.x + 8 + (box.width - 16) * share;
    };
    const to = await placeOf("1.8");
    const from = await placeOf("0.2");
    const middle = box.y + box.height / 2;
    await page.mouse.move(from, middle);
    await page.mouse.down();
    for (let step = 1; step <= 40; step++) await page.mouse.move(from + ((to - from) * step) / 40, middle);
    await page.mouse.up();
    await compared(watched);
    const field = Number(await page.inputValue("#parameter-field-0"));
    expect(field).toBeGreaterThan(1.5);
    const expected = parabolic(field).mean;
    const heard = await watched.heard();
    const last = heard.findLast(({ kind }) => kind === "picture")!;
    for (const [k, value] of expected.entries())
      expect(Math.abs(last.mean![k]! - value)).toBeLessThanOrEqual(last.meanError! + 1e-8);
    const csv = await csvOf(watched);
    for (const [k, value] of expected.entries())
      expect(Math.abs(meansOf(csv)[k]!.value - value)).toBeLessThanOrEqual(2e-8);
    const pictures = heard.filter(({ kind, quality }) => kind === "picture" && quality === "fast").length;
    const seconds = heard.flatMap(({ kind, quality, seconds }) =>
      kind === "done" && quality === "fast" ? [seconds!] : [],
    );
    console.log(
      `${pictures} pictures while dragging, the median answer in ${(1000 * seconds.toSorted((a, b) => a - b)[seconds.length >> 1]!).toFixed(0)} ms by the clock of a loaded machine`,
    );

    const hash = new URL(page.url()).hash;
    expect(hash).toContain(`B=${field},0,0`);
    const other = await open(skip, hash, SMALL);
    await compared(other);
    expect(await csvOf(other)).toEqual(csv);
    await other.page.fill("#parameter-field-0", "0.3");
    await other.page.press("#parameter-field-0", "Enter");
    await other.page.waitForFunction(() => location.hash.includes("B=0.3,"));
    for (const [way, value] of [
      ["back", String(field)],
      ["forward", "0.3"],
    ] as const) {
      await other.page.evaluate((to) => history[to](), way);
      await other.page.waitForFunction(
        (wanted) => document.querySelector<HTMLInputElement>("#parameter-field-0")?.value === wanted,
        value,
      );
    }
    expect([...watched.faults, ...other.faults]).toEqual([]);
    await page.context().close();
    await other.page.context().close();
  });
  it("goes on after a worker that crashes and a model that has no answer", async ({ skip }) => {
    const watched = await open(skip, "#N=20&collective=0,0,0", SMALL);
    const { page } = watched;
    await page.waitForFunction(() => document.querySelector("#table")?.textContent?.includes("not unique"));
    await page.fill("#parameter-collective-decay", "1");
    await page.press("#parameter-collective-decay", "Enter");
    await atRest(watched);
    expect(await page.locator("#table tbody tr").count()).toBeGreaterThan(8);
    const workers = page.workers();
    expect(workers.length).toBe(2);
    for (const worker of workers)
      await worker
        .evaluate(() =>
          setTimeout(() => {
            throw new Error("as if by a mistake");
          }),
        )
        .catch(() => null);
    await expect.poll(() => page.workers().length, { timeout: 120_000 }).toBe(0);
    const before = (await watched.heard()).length;
    await page.fill("#parameter-collective-decay", "0.5");
    await page.press("#parameter-collective-decay", "Enter");
    await expect.poll(async () => (await watched.heard()).length, { timeout: 120_000 }).toBeGreaterThan(before);
    await compared(watched);
    const decay = steady(spinModel({ spins: 20, field: [0.5, 0, 0], collective: { decay: 0.5 } })).observables;
    const csv = await csvOf(watched);
    for (const [k, value] of decay.mean.entries())
      expect(Math.abs(meansOf(csv)[k]!.value - value)).toBeLessThanOrEqual(2e-8);
    // What was thrown is on the console; nothing else is.
    expect(watched.faults.filter((fault) => !fault.includes("as if by a mistake"))).toEqual([]);
    await page.context().close();
  });
  it("is worked by keys alone, and axe finds nothing, in light and dark, on a desk and on a phone", async ({
    skip,
  }) => {
    for (const [theme, viewport] of [
      ["light", { width: 1280, height: 800 }],
      ["dark", { width: 390, height: 844 }],
    ] as const) {
      const watched = await open(skip, `#N=12&B=0.8,0,0&collective=0.1,1,0&theme=${theme}`, viewport);
      const { page } = watched;
      await atRest(watched);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      // Nor is there a page below the page, and the verdict is read to its end.
      const hidden = await page.evaluate(() => {
        const verdict = document.querySelector("#verdict")!;
        return [
          document.documentElement.scrollHeight - window.innerHeight,
          verdict.scrollHeight - verdict.clientHeight,
        ];
      });
      if (theme === "light") expect(hidden[0]).toBeLessThanOrEqual(0);
      // Less than half a line: subscripts reach below theirs.
      expect(hidden[1]).toBeLessThan(7);
      expect(await page.textContent("#verdict")).toContain("Entangled");
      // All of the head is in sight, not to be scrolled to.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll("header button, header select")]
          .filter((one) => one.getBoundingClientRect().right > window.innerWidth)
          .map((one) => one.id),
      );
      expect(cut).toEqual([]);
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`);
      });
      expect(violations).toEqual([]);
      if (theme === "light") {
        // A reader hears what has been found, once all has.
        await page.waitForFunction(() => document.querySelector("#live")!.textContent !== "");
        const said = await page.textContent("#live");
        for (const part of [
          /^Not parabolic/,
          /Entangled: e = /,
          /Mean spin 0\.0000, -0\.7757, 0\.5917/,
          /Slowest rate 0\.469/,
        ])
          expect(said).toMatch(part);
        // What e is stands below the measures.
        expect(await page.textContent("#entanglement .note")).toMatch(/polynomial T ≥ 0 of degree \d+ has ∫ P T = −\d/);
        // Nothing moves by itself for who asked for that, and else it does.
        const still = await watched.frames();
        await page.waitForTimeout(500);
        expect(await watched.frames()).toBe(still);
        await page.emulateMedia({ reducedMotion: "no-preference" });
        await expect.poll(() => watched.frames(), { timeout: 120_000 }).toBeGreaterThan(still + 3);
        await page.emulateMedia({ reducedMotion: "reduce" });
        await page.focus("#sphere");
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("+");
        await page.waitForFunction(() => location.hash.includes("view="));
        const reached = new Set<string>();
        for (let step = 0; step < 120; step++) {
          await page.keyboard.press("Tab");
          const id = await page.evaluate(() => document.activeElement?.id ?? "");
          reached.add(id);
        }
        for (const id of [
          "example",
          "link",
          "png",
          "csv",
          "theme",
          "parameter-spins",
          "parameter-field-0",
          "sphere",
          "play",
          "scrub",
        ])
          expect([...reached]).toContain(id);
        await page.focus("#parameter-spins");
        await page.keyboard.press("Control+A");
        await page.keyboard.type("8");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => location.hash.includes("N=8"));
        await compared(watched);
      }
      expect(watched.faults).toEqual([]);
      await page.context().close();
    }
  });
});
