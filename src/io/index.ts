/** Text and bytes in and out. No file is opened here: what reads and writes them is up to you. */

// Bytes of unknown encoding as text.
export { decodeText } from "./decodeText.ts";
// Gmsh meshes.
export type { GmshVersion } from "./gmsh/parse.ts";
export { type GmshOptions, readGmsh } from "./gmsh/read.ts";
export { writeGmsh } from "./gmsh/write.ts";
// Model files, in YAML or JSON.
export {
  type FileReader,
  namedFiles,
  type Problem,
  parseInitialState,
  parseModelFile,
  parseProblemFile,
} from "./modelFile.ts";
// Results of earlier runs, as states to start from.
export { parseResultFile, type StoredState, storedState } from "./resultFile.ts";
