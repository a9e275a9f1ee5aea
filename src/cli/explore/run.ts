import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConvergenceError, InputError } from "../../core/errors.ts";
import { writeHash } from "../../explorer/hash.ts";
import { DEFAULT_STATE } from "../../explorer/state.ts";
import { numberOption } from "../arguments/common.ts";
import { parseProblem, readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { explorerState } from "./explorerState.ts";
import { openBrowser } from "./openBrowser.ts";
import { serveFolder } from "./server.ts";

export interface ExploreArguments {
  readonly path: string | undefined;
  readonly open: boolean;
  readonly port: string | undefined;
}

/** Where `npm run build` puts the page: beside the command line in dist/, and there for the sources, too. */
const FOLDERS = ["../explorer/", "../../../dist/explorer/"];

/** `blochfem explore`: serves the page until the program is stopped. Throws InputError for a model that the page cannot show and a port that is taken. */
export async function runExplore({ io }: CommandContext, { path, open, port }: ExploreArguments): Promise<void> {
  const wanted = port === undefined ? 0 : portOf(port);
  const shown = path === undefined ? null : explorerState(await parseProblem(await readModelText(io, path)));
  const hash = shown === null ? "" : writeHash(shown.state);
  const server = await serveFolder(pageFolder(), { port: wanted });
  const address = `${server.address}${hash === writeHash(DEFAULT_STATE) ? "" : hash}`;
  for (const note of shown?.notes ?? []) io.writeError(`note: ${note}\n`);
  io.writeOut(`The explorer is at\n\n  ${address}\n\nCtrl-C ends it.\n`);
  io.onFact?.({ kind: "serving" });
  if (open)
    openBrowser(address, (why) => io.writeError(`note: no browser was opened (${why}); open the address above\n`));
  await server.closed;
}

function portOf(text: string): number {
  const port = numberOption("--port", text, "8080");
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InputError({
    what: `--port is ${text}, not a whole number from 0 to 65535`,
    remedy: "leave it out for a free port",
    value: port,
    limit: 65_535,
  });
}

function pageFolder(): string {
  const folders = FOLDERS.map((one) => fileURLToPath(new URL(one, import.meta.url)));
  const found = folders.find((folder) => existsSync(`${folder}index.html`));
  if (found !== undefined) return found;
  throw new ConvergenceError({
    what: "the page of the explorer is not there: it is built with the package",
    remedy: "run npm run build, or install blochfem anew",
    value: folders[0],
  });
}
