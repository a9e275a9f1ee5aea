import packageJson from "../../../package.json" with { type: "json" };

/** The parts of the library that a page can import, as their modules are called: all but the one that needs threads of Node.js. */
export const parts: readonly string[] = Object.keys(packageJson.exports)
  .filter((path) => path !== "./package.json" && path !== "./sweep")
  .map((path) => (path === "." ? "index" : path.slice(2)));
