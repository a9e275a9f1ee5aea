import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isThere, missingPackages } from "./debian.ts";

/*
 * Debian's Firefox, without a window, by its own protocol, Marionette: a line of JSON with its length before it over a socket, once each way for a command.
 */

/** Why there is no Firefox here; null where there is. */
export const missingFirefox = (): string | null => missingPackages(["firefox-esr"], () => isThere("firefox-esr"));

export interface Firefox {
  readonly go: (address: string) => Promise<void>;
  /** The body of a function that runs in the page, and what it returns. */
  readonly run: (body: string) => Promise<unknown>;
  /** Errors of pages under an address, as the console has them. */
  readonly complaints: (address: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** A free port, which it writes to a file; what asks for the network by itself is off. */
const PREFERENCES = {
  "marionette.port": 0,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "datareporting.healthreport.uploadEnabled": false,
  "toolkit.telemetry.enabled": false,
} as const;

/** The console is read with access to all of the browser. */
const FLAGS = ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access"];

export async function startFirefox(): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), "blochfem-firefox-"));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, "user.js"), `${lines.join("\n")}\n`);
  const child = spawn("firefox-esr", [...FLAGS, "--profile", profile], {
    stdio: "ignore",
    env: { ...process.env, HOME: profile },
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  let isRunning = true;
  void ended.then(() => {
    isRunning = false;
  });
  const port = async (): Promise<number> => {
    while (isRunning) {
      const text = existsSync(portFile) ? readFileSync(portFile, "utf8").trim() : "";
      if (text !== "") return Number(text);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("firefox-esr ended before it could be asked anything");
  };
  const portFile = join(profile, "MarionetteActivePort");
  const socket = connect(await port(), "127.0.0.1");
  const ask = asking(socket);
  await ask("WebDriver:NewSession", { capabilities: { alwaysMatch: {} } });
  await ask("WebDriver:SetTimeouts", { script: 240_000, pageLoad: 240_000 });
  const inContext = async (context: "content" | "chrome", script: string, args: readonly unknown[] = []) => {
    await ask("Marionette:SetContext", { value: context });
    const { value } = (await ask("WebDriver:ExecuteScript", { script, args })) as { readonly value: unknown };
    return value;
  };
  return {
    go: async (url) => {
      await ask("Marionette:SetContext", { value: "content" });
      await ask("WebDriver:Navigate", { url });
    },
    run: (body) => inContext("content", body),
    complaints: async (address) =>
      (await inContext(
        "chrome",
        `return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag) && one.sourceName.startsWith(arguments[0]))
          .map((one) => one.errorMessage);`,
        [address],
      )) as readonly string[],
    close: async () => {
      socket.destroy();
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Commands one after another; each is answered by [1, its number, error, result]. */
function asking(socket: Socket): (name: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (e: Error) => void }
  >();
  let received = Buffer.alloc(0);
  let count = 0;
  const fail = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  socket.on("data", (part) => {
    received = Buffer.concat([received, part as Buffer]);
    for (;;) {
      const colon = received.indexOf(":");
      if (colon < 0) return;
      const end = colon + 1 + Number(received.subarray(0, colon).toString());
      if (received.length < end) return;
      const message = JSON.parse(received.subarray(colon + 1, end).toString("utf8")) as unknown;
      received = received.subarray(end);
      // The first is a greeting.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [number, number, { error: string; message: string } | null, unknown];
      const one = waiting.get(id);
      waiting.delete(id);
      if (error === null) one?.resolve(result);
      else one?.reject(new Error(`${error.error}: ${error.message}`));
    }
  });
  socket.on("error", ({ message }) => fail(message));
  socket.on("close", () => fail("firefox-esr closed the connection"));
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      const id = count++;
      waiting.set(id, { resolve, reject });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
