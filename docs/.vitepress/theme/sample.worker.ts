import { withAddresses } from "./imports.ts";
import { printed } from "./printed.ts";
import type { SampleAnswer, SamplePictures, SampleRequest } from "./runSample.ts";

/* Runs one module, then is ended by the page. Everything said before an endless loop has been posted by then. */

const answer = (message: SampleAnswer): void => self.postMessage(message);

for (const method of ["log", "info", "warn", "error"] as const) {
  console[method] = (...values: unknown[]) => answer({ kind: "line", text: printed(values) });
}

self.onmessage = async ({ data }: MessageEvent<SampleRequest>) => {
  try {
    const code = withAddresses(data.code, data.parts, (part) => new URL(`${part}.js`, data.library).href);
    // What the module imports is loaded first, so that the limit of time is one of computing.
    const needed = [...code.matchAll(/["'](https?:[^"']*\.js)["']/g)].map(([, address]) => address!);
    await Promise.all(needed.map((address) => import(/* @vite-ignore */ address)));
    answer({ kind: "started" });
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const { default: made } = (await import(/* @vite-ignore */ address)) as { default?: unknown };
    answer({ kind: "done", pictures: await bothPictures(made, data.library) });
  } catch (error) {
    answer({ kind: "failed", text: `${printed([error])}${placeOf(error)}` });
  }
};

/** What a function of a theme draws on either ground, or one picture for both; null where it is none. */
async function bothPictures(made: unknown, library: string): Promise<SamplePictures | null> {
  let [light, dark] = [made, made];
  if (typeof made === "function") {
    const { lightTheme, darkTheme } = await import(/* @vite-ignore */ new URL("plot.js", library).href);
    [light, dark] = [made(lightTheme), made(darkTheme)];
  }
  const isSvg = (picture: unknown): picture is string => typeof picture === "string" && picture.startsWith("<svg");
  return isSvg(light) && isSvg(dark) ? { light, dark } : null;
}

/** Where in the module an error arose, as far as the browser says. */
function placeOf(error: unknown): string {
  const line = /blob:[^\s)]*?:(\d+):\d+/.exec(error instanceof Error ? (error.stack ?? "") : "")?.[1];
  return line === undefined ? "" : `\n(line ${line} of the sample)`;
}
