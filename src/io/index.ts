/** Text and bytes in and out. No file is opened here: what reads and writes them is up to you. */

// Model files, in YAML or JSON.
export {
  parseModelFile,
  parseProblemFile,
  parseInitialState,
  namedFiles,
  type Problem,
  type FileReader,
} from "./modelFile.ts";

// Results of earlier runs, as states to start from.
export { parseResultFile, storedState, type StoredState } from "./resultFile.ts";
export { savedState, type SavedFacts } from "./savedState.ts";

// Gmsh meshes.
export { readGmsh, type GmshOptions } from "./gmsh/read.ts";
export { writeGmsh } from "./gmsh/write.ts";
export type { GmshVersion } from "./gmsh/parse.ts";

// A model as a model file, with its defaults.
export { modelYaml, type ModelYamlParts } from "./modelYaml.ts";

// Arrays for numpy.
export { npyBytes, type NumpyArray } from "./numpy/npy.ts";
export { npzBytes, tableArrays, type NumpyArrays } from "./numpy/npz.ts";
export { stateArrays } from "./numpy/stateArrays.ts";

// Tables as CSV: a state, an evolution, P at points, and tables of your own.
export { csvText, type TableColumn, type Cell } from "./table.ts";
export { stateTable, evolutionTable } from "./observableColumns.ts";
export { densityCsv } from "./densityCsv.ts";

// P and the Husimi function for ParaView.
export { stateVtu, type StateVtu, type VtuFile, type VtuOptions } from "./vtu/state.ts";
export { pvdText, type PvdEntry } from "./vtu/collection.ts";

// Bytes of unknown encoding as text.
export { decodeText } from "./decodeText.ts";
