import { parseModelFile, readGmsh, writeGmsh } from "blochfem/io";
import { cellCount, icosphere } from "blochfem/mesh";

const text = "spins: 40\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n";
const model = parseModelFile(text, "model.yaml");
console.log(`${model.spins} spins, local decay ${model.local.decay}`);
try {
  parseModelFile("spins: 40\nfiled: [0.5, 0, 0]\n", "model.yaml");
} catch (error) {
  console.log((error as Error).message);
}

const { mesh } = readGmsh(writeGmsh(icosphere(1)), "sphere.msh");
console.log(`${cellCount(mesh)} triangles there and back`);
