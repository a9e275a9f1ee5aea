/** Settings of esbuild for modules that pages load as they are: what several need is in files beside them, loaded once. */
export const pageModules = {
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
} as const;
