import type { Browser, Page } from "playwright-core";

/** What a page has heard of its workers. */
export interface Heard {
  readonly kind: string;
  readonly quality: "fast" | "slow";
  readonly mean?: readonly number[];
  readonly meanError?: number;
  readonly greatest?: number;
  readonly seconds?: number;
}

export interface Watched {
  readonly page: Page;
  /** Errors on the console, exceptions, and requests to another host. */
  readonly faults: readonly string[];
  readonly heard: () => Promise<readonly Heard[]>;
  /** How many frames the page has asked for. */
  readonly frames: () => Promise<number>;
}

/** A page of the explorer, with what it hears and what goes wrong. */
export async function watchedPage(
  browser: Browser,
  address: string,
  viewport = { width: 1280, height: 800 },
): Promise<Watched> {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce", acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(240_000);
  const faults: string[] = [];
  const { host } = new URL(address);
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.host !== host && url.protocol !== "blob:" && url.protocol !== "data:") faults.push(`request: ${url.href}`);
  });
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard, frames: 0 });
    const scope = globalThis as unknown as { frames: number };
    const plainFrame = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (draw) => {
      scope.frames += 1;
      return plainFrame(draw);
    };
    const Plain = globalThis.Worker;
    globalThis.Worker = class extends Plain {
      constructor(...argv: ConstructorParameters<typeof Worker>) {
        super(...argv);
        this.addEventListener("message", ({ data }) => {
          const { kind, quality, mean, meanError, greatest, seconds } = data;
          heard.push({ kind, quality, mean, meanError, greatest, seconds });
        });
      }
    };
  });
  await page.goto(address);
  return {
    page,
    faults,
    heard: () => page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard),
    frames: () => page.evaluate(() => (globalThis as unknown as { frames: number }).frames),
  };
}

/** Waits until both workers have answered all that was asked. */
export async function atRest({ page }: Watched): Promise<void> {
  await page.waitForFunction(() => {
    const { heard } = globalThis as unknown as { heard: Heard[] };
    const last = (quality: string) => heard.findLast((one) => one.quality === quality);
    return last("fast")?.kind === "done" && last("slow")?.kind === "done";
  });
}

/** Waits for the table of the model that is shown, beside another road: what is dearer comes behind it. The page says of each table whether it is of another model. */
export async function compared({ page }: Watched): Promise<void> {
  await page.waitForFunction(() => {
    const table = document.querySelector("#table")!;
    return !table.classList.contains("stale") && table.textContent.includes("Difference from");
  });
}
