import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explorerState, operatorText } from "../../src/cli/explore/explorerState.ts";
import { type FolderServer, serveFolder } from "../../src/cli/explore/server.ts";
import { createRandomStream, fillNormal } from "../../src/core/random.ts";
import { readHash, writeHash } from "../../src/explorer/hash.ts";
import { parseProblemFile } from "../../src/io/modelFile.ts";
import { operatorOf } from "../../src/model/operator/operator.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const SECRET = "nobody is told this";
const PAGE = "<!doctype html><title>page</title>";

describe("the server of the explorer", () => {
  const outer = temporaryFolder();
  const folder = join(outer, "page");
  let server: FolderServer;
  let host = "";
  let port = 0;
  let token = "";

  beforeAll(async () => {
    mkdirSync(join(folder, "below"), { recursive: true });
    writeFileSync(join(outer, "secret.txt"), SECRET);
    writeFileSync(join(folder, "below", "secret.txt"), SECRET);
    writeFileSync(join(folder, ".secret"), SECRET);
    writeFileSync(join(folder, "secret.key"), SECRET);
    writeFileSync(join(folder, "index.html"), PAGE);
    writeFileSync(join(folder, "main.js"), "export {};");
    server = await serveFolder(folder, { port: 0 });
    const url = new URL(server.address);
    [host, port, token] = [url.host, Number(url.port), url.pathname.split("/")[1]!];
  });
  afterAll(() => server.close());

  /** What comes back for these bytes, until the server closes the connection or has been silent for a while after an answer. */
  const exchange = (bytes: string, address = "127.0.0.1"): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, address, () => socket.write(bytes, "latin1"));
      let text = "";
      socket.setEncoding("latin1");
      socket.setTimeout(2000);
      socket.on("data", (part) => {
        text += part;
        socket.setTimeout(200);
      });
      socket.on("timeout", () => socket.destroy());
      socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNREFUSED" ? reject(error) : null));
      socket.on("close", () => resolve(text));
    });

  const bytesOf = (path: string, lines: readonly string[] = [`Host: ${host}`], method = "GET"): string =>
    `${method} ${path} HTTP/1.1\r\n${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`;
  const ask = (...request: Parameters<typeof bytesOf>): Promise<string> => exchange(bytesOf(...request));

  it("gives the page and its files to whoever knows the address, with headers that keep others out", async () => {
    const page = await ask(`/${token}/`);
    expect(page).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(page.endsWith(PAGE)).toBe(true);
    expect(page).toMatch(/^Content-Type: text\/html; charset=utf-8\r$/m);
    const policy = /^Content-Security-Policy: (.*)\r$/m.exec(page)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toContain("unsafe-inline");
    for (const header of ["X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Referrer-Policy: no-referrer"])
      expect(page).toContain(`${header}\r\n`);
    expect(await ask(`/${token}/main.js`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask(`/${token}/main.js`, [`Host: ${host}`], "HEAD")).not.toContain("export");
    // As a browser asks.
    const own = [`Host: ${host}`, "Sec-Fetch-Site: same-origin", `Origin: http://${host}`];
    expect(await ask(`/${token}/main.js`, own)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("refuses 200 hostile requests and goes on", async () => {
    const wanted = ["secret.txt", "index.html", "main.js", "below/secret.txt", ".secret", "secret.key"];
    const escapes = [
      "..",
      "%2e%2e",
      "..%2f..",
      "%2e%2e%2f",
      "..\\",
      "..%5c",
      "%252e%252e",
      "....//",
      "./.",
      "%c0%ae%c0%ae",
      "\u00ff..",
    ];
    const paths = [
      ...escapes.flatMap((way) => wanted.slice(0, 3).map((name) => `/${token}/${way}/${name}`)),
      ...escapes.map((way) => `/${way}/${token}/index.html`),
      ...wanted.slice(3).map((name) => `/${token}/${name}`),
      ...["/etc/passwd", "//etc/passwd", `/${token}//etc/passwd`, `/${token}/%00`, `/${token}/index.html%00.js`],
      ...[
        `/${token}/index.html/`,
        `/${token}/__proto__`,
        `/${token}/constructor`,
        `/${token}/index.html?x=1`,
        `/${token}`,
      ],
      ...[
        "/",
        "*",
        "",
        "index.html",
        `/${token.toLowerCase()}/`,
        `/${token}x/`,
        `/${token.slice(1)}/`,
        `/x${token.slice(1)}/`,
      ],
      ...[
        `http://${host}/${token}/`,
        `http://evil.example/${token}/`,
        `/${"a".repeat(6000)}/`,
        `/${"a/".repeat(2000)}`,
      ],
    ];
    const hosts = [
      ...["evil.example", `evil.example:${port}`, "127.0.0.1", `localhost:${port}`, `[::1]:${port}`, `0.0.0.0:${port}`],
      ...[`127.0.0.1:${port + 1}`, `127.0.0.1:${port}.evil.example`, `127.1:${port}`, `2130706433:${port}`, "", " "],
      ...[`${host}@evil.example`, `evil.example#${host}`, `${host}, evil.example`, "a".repeat(4000)],
    ];
    const foreign = [
      ["Origin: http://evil.example"],
      ["Origin: null"],
      [`Origin: https://${host}`],
      ["Sec-Fetch-Site: cross-site"],
      ["Sec-Fetch-Site: same-site"],
    ];
    const methods = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"];
    const broken = [
      ...[
        "\r\n\r\n",
        "GET\r\n\r\n",
        "\u0016\u0003\u0001\u0002",
        `GET /${token}/ HTTP/9.9\r\n\r\n`,
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      ],
      // No name of the host at all.
      ...[`GET /${token}/ HTTP/1.0\r\n\r\n`, `GET /${token}/ HTTP/1.1\r\n\r\n`],
      `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `GET /${token}/ HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`,
      `GET /${token}/ HTTP/1.1\r\nHost : ${host}\r\n\r\n`,
      `GET /${token}/ HTTP/1.1\r\nHost: ${host}\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
      `GET /${token}/ HTTP/1.1\r\nHost: ${host}\r\n${"X: a\r\n".repeat(4000)}\r\n`,
      `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `POST /${token}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ];
    const guesses = createRandomStream(20_261, 0);
    const numbers = new Float64Array(16);
    const guess = (): string => {
      fillNormal(guesses, numbers);
      return Buffer.from(numbers.buffer).toString("base64url").slice(0, token.length);
    };
    const requests = [
      ...paths.map((path) => bytesOf(path)),
      ...hosts.map((name) => bytesOf(`/${token}/`, [`Host: ${name}`])),
      ...foreign.map((lines) => bytesOf(`/${token}/`, [`Host: ${host}`, ...lines])),
      ...methods.map((method) => bytesOf(`/${token}/`, [`Host: ${host}`, "Content-Length: 0"], method)),
      ...broken,
      ...Array.from({ length: 100 }, guess).map((text) => bytesOf(`/${text}/`)),
    ];
    expect(requests.length).toBeGreaterThanOrEqual(200);
    const taken: string[] = [];
    for (let at = 0; at < requests.length; at += 20) {
      const answers = await Promise.all(requests.slice(at, at + 20).map((bytes) => exchange(bytes)));
      for (const [k, text] of answers.entries()) {
        // Nothing at all, or a status of refusal without what was asked for.
        const isRefused = text === "" || /^HTTP\/1\.1 4\d\d /.test(text);
        if (!isRefused || text.includes(SECRET) || text.includes(PAGE) || text.includes(token))
          taken.push(`${requests[at + k]!.slice(0, 200)} -> ${text.slice(0, 40)}`);
      }
    }
    expect(taken).toEqual([]);
    expect(await ask(`/${token}/`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("follows no link out of the folder that comes later", async () => {
    symlinkSync(join(outer, "secret.txt"), join(folder, "later.txt"));
    expect(await ask(`/${token}/later.txt`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it("has another token each time, and says which port is taken", async () => {
    const other = await serveFolder(folder, { port: 0 });
    expect(new URL(other.address).pathname).not.toBe(`/${token}/`);
    other.close();
    await other.closed;
    await expect(serveFolder(folder, { port })).rejects.toThrow(`port ${port} cannot be listened on (EADDRINUSE)`);
  });
});

describe("blochfem explore", () => {
  const folder = temporaryFolder();

  it("shows a model file to the last bit, and says what it leaves out", async () => {
    const text = `spins: 31
field: [0.1, -2e-7, 1e10]
interaction: { xz: 0.3 }
collective: { pump: 0.7, jumps: [{ rate: 0.30000000000000004, operator: "Jx - 0.6i*Jy + (1e-9+2.5i)*Jz" }] }
local: { decay: 1e-3, jumps: [{ rate: 2, operator: [0, "1-0.1i", 0] }] }
initial: { coherent: [0.6, 0, -0.8] }
`;
    const problem = await parseProblemFile(text, "model.yaml", () => "");
    const { state, notes } = explorerState(problem);
    expect(notes).toEqual([]);
    const read = readHash(writeHash(state));
    expect(read.refusals).toEqual([]);
    expect(read.state.start).toEqual([0.6, 0, -0.8]);
    expect(spinModel(read.state.model)).toEqual(problem.model);
    const moving = `spins: 3\nfield: { formula: ["cos(t)", "0", "0"] }\ncollective: { decay: 1 }\ninitial: { dicke: { m: 0.5 } }\n`;
    const other = explorerState(await parseProblemFile(moving, "model.yaml", () => ""));
    expect(other.notes).toHaveLength(2);
    expect(other.state.model.field).toEqual([1, 0, 0]);
  });

  it("writes operators that read back to the same bits", () => {
    const stream = createRandomStream(20_262, 0);
    const values = new Float64Array(6);
    for (let k = 0; k < 200; k++) {
      fillNormal(stream, values);
      const [a, b, c, d, e, f] = Array.from(values, (value, i) =>
        k % (i + 2) === 0 ? 0 : value * 10 ** ((k % 41) - 20),
      );
      const operator = { re: [a!, b!, c!], im: [d!, e!, f! + 1] } as const;
      expect(operatorOf(operatorText(operator, "J"), "collective")).toEqual(operator);
    }
  });

  it.each([
    [["explore", "--port", "70000"], /--port is 70000, not a whole number from 0 to 65535/],
    [["explore", "--port", "x"], /--port is "x", not a number/],
    [["explore", "nowhere.yaml"], /cannot read nowhere\.yaml/],
  ])("refuses %j", async (argv, message) => {
    const { code, error } = await capture(argv);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });

  it("refuses a model with more jumps than the page has lines for", async () => {
    const jumps = Array.from({ length: 9 }, (_, k) => `{ rate: ${k + 1}, operator: Jx }`).join(", ");
    const path = putFile(folder, "many.yaml", `spins: 2\ncollective: { jumps: [${jumps}] }\n`);
    const { code, error } = await capture(["explore", path, "--no-open"]);
    expect(code).toBe(2);
    expect(error).toContain("the model has 9 collective jumps, and the page has room for 8");
  });
});
