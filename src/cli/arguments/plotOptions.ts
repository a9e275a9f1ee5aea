import type { Command } from "commander";

/** Adds the options of a picture; `what` is in it. */
export const addPlotOptions = (command: Command, what: string): Command =>
  command
    .option("--plot <FILE>", `draw ${what}: .svg, or .png at 600 dots per inch`)
    .option("--dark", "with --plot: on a dark ground");
