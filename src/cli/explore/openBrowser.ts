import { spawn } from "node:child_process";

/** The program that opens an address, by the name that Node.js has for the system; elsewhere that of free desktops. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens the browser of the user, who is told in a few words where that fails. Never throws. */
export function openBrowser(address: string, onFailure: (why: string) => void): void {
  const [program, ...words] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(program!, [...words, address], { stdio: "ignore", detached: true });
  child.on("error", (error: NodeJS.ErrnoException) =>
    onFailure(error.code === "ENOENT" ? `there is no ${program}` : error.message),
  );
  child.on("exit", (code) => {
    if (code !== null && code !== 0) onFailure(`${program} ended with ${code}`);
  });
  child.unref();
}
