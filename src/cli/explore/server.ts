import { randomBytes, timingSafeEqual } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { InputError } from "../../core/errors.ts";

export interface FolderServer {
  /** "http://127.0.0.1:PORT/TOKEN/". */
  readonly address: string;
  /** When it has closed. */
  readonly closed: Promise<void>;
  readonly close: () => void;
}

const LOOPBACK = "127.0.0.1";

/** Of names in the folder; others are not served. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** The page takes scripts, styles and workers from here alone, and nothing may hold it in a frame. */
const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    // The sparse solver is WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cache-Control": "no-store",
};

const LIMITS = {
  maxHeaderSize: 8192,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
} as const;

const MOST_CONNECTIONS = 64;
const MOST_HEADERS = 100;

interface Served {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * Serves the files of one folder, none below it, to this machine. They are read once: a request names a file of that list or gets nothing, whatever path it
 * holds. Whoever does not know the token, or comes from another page or by another name of the host, is refused.
 *
 * @throws InputError for a port that is taken or not allowed
 */
export async function serveFolder(folder: string, { port }: { readonly port: number }): Promise<FolderServer> {
  const files = readFiles(folder);
  const token = randomBytes(24).toString("base64url");
  const server = createServer(LIMITS);
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, port);
  const host = `${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  server.on("request", (request, response) => answer(request, response, requested(request, { host, token, files })));
  return {
    address: `http://${host}/${token}/`,
    closed: new Promise((resolve) => server.on("close", resolve)),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function readFiles(folder: string): ReadonlyMap<string, Served> {
  const names = readdirSync(folder).filter((name) => TYPES[extname(name)] !== undefined);
  return new Map(names.map((name) => [name, { type: TYPES[extname(name)]!, bytes: readFileSync(join(folder, name)) }]));
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        new InputError({
          what: `port ${port} cannot be listened on (${error.code ?? error.message})`,
          remedy: "give another --port, or leave it out for a free one",
          value: port,
        }),
      );
    });
    server.listen(port, LOOPBACK, resolve);
  });

interface Rules {
  readonly host: string;
  readonly token: string;
  readonly files: ReadonlyMap<string, Served>;
}

/** A file, or the status of a refusal. */
function requested(request: IncomingMessage, { host, token, files }: Rules): Served | number {
  const { method, url = "", headers, rawHeaders } = request;
  const names = rawHeaders.filter((_, k) => k % 2 === 0);
  if (names.length > MOST_HEADERS) return 431;
  // Of two names of the host the first would be looked at.
  const hosts = names.filter((name) => name.toLowerCase() === "host").length;
  if (hosts !== 1 || headers.host !== host) return 421;
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return 403;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return 403;
  if (method !== "GET" && method !== "HEAD") return 405;
  const [, given, name, ...rest] = url.split("/");
  if (given === undefined || !isSame(given, token) || name === undefined || rest.length > 0) return 404;
  return files.get(name === "" ? "index.html" : name) ?? 404;
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function answer({ method }: IncomingMessage, response: ServerResponse, found: Served | number): void {
  const isRefused = typeof found === "number";
  const bytes = isRefused ? Buffer.from(`${found}\n`) : found.bytes;
  response.writeHead(isRefused ? found : 200, {
    ...HEADERS,
    "Content-Type": isRefused ? TYPES[".txt"]! : found.type,
    "Content-Length": bytes.length,
    ...(isRefused ? { Connection: "close" } : {}),
    ...(found === 405 ? { Allow: "GET, HEAD" } : {}),
  });
  response.end(method === "HEAD" ? undefined : bytes);
}
