import { ConvergenceError } from "../../core/errors.ts";
import { stateVtu } from "../../io/vtu/state.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { Steady } from "../../roads/steady/answer.ts";
import type { FileAnswer, Wants } from "../protocol.ts";
import type { Answered } from "./answered.ts";

/**
 * A file to be kept: the model, or its steady state.
 *
 * @throws ConvergenceError where the method knows neither P nor Q
 */
export function fileOf(
  model: SpinModel,
  steady: () => Steady,
  { format }: NonNullable<Wants["file"]>,
): Answered<FileAnswer> {
  switch (format) {
    case "model":
      // JSON is YAML: `blochfem steady model.yaml` reads it.
      return {
        kind: "file",
        format,
        name: "model.yaml",
        type: "application/yaml",
        contents: `${JSON.stringify(writtenModel(model), null, 2)}\n`,
      };
    case "vtu": {
      const { files, missing } = stateVtu(steady());
      const [file] = files;
      if (file === undefined) {
        throw new ConvergenceError({
          what: `there is nothing to write: ${missing}`,
          remedy: "take fewer spins; the table has the moments",
        });
      }
      return { kind: "file", format, name: `${file.name}.vtu`, type: "application/xml", contents: file.bytes };
    }
  }
}
