import type { Command } from "commander";

/** The options of results on the disk, as they are written. */
export interface OutFlags {
  readonly out?: string;
  readonly format?: string;
}

/** Forms that a result may take besides the files that it always has. */
export type ResultFormat = "npz" | "vtu";

/** Adds --out and --format; `formats` are those that the command has. `more` are files that it writes besides. */
export const addOutOptions = (command: Command, formats: readonly ResultFormat[], more: string): Command =>
  command
    .option("--out <DIR>", `write result.json, model.yaml, ${more} there`)
    .option(
      "--format <list>",
      `with --out, besides: npz for numpy${formats.includes("vtu") ? ", vtu for ParaView, or npz,vtu" : ""}`,
    );
