/** Another program's file, by its beginning. */
export interface ForeignFormat {
  readonly name: string;
  readonly remedy: string;
}

const byGmsh = (extension: string): string =>
  `convert it: gmsh <file>.${extension} -save -format msh41 -o <new file>.msh`;

const byMeshio = (format: string): string =>
  `convert it, as with meshio: meshio convert --input-format ${format} --output-format gmsh <file> <new file>.msh`;

const FORMATS: readonly (readonly [RegExp, string, string])[] = [
  [/^\(\s*\d+\s/, "an ANSYS Fluent mesh", byMeshio("ansys")],
  [/^\$NOD\b/, "MSH version 1", "save it again: gmsh <file> -save -format msh41 -o <new file>"],
  [/^(MeshVersionFormatted|MeshVersionUnformatted)\b/, "a Medit mesh", byGmsh("mesh")],
  [
    /^\d+[ \t]+\d+[ \t]+\d+[ \t]*[\r\n]/,
    "a FreeFem mesh",
    "save it in FreeFem by savegmsh, or as .mesh and convert that with gmsh",
  ],
  [/^# vtk DataFile/i, "a VTK file", byGmsh("vtk")],
  [/^<\?xml|^<VTKFile/, "an XML file", byMeshio("vtu")],
  [/^solid\b/, "an STL file, whose triangles are not connected", byGmsh("stl")],
  [/^ply\b/, "a PLY file", byGmsh("ply2")],
  [/^OFF\b/, "an OFF file", byGmsh("off")],
  [/^ISO-10303/, "a STEP file, a shape and no mesh", "mesh it: gmsh -2 <file>.step -format msh41"],
  [/^\*(HEADING|NODE)\b/i, "an Abaqus file", byMeshio("abaqus")],
  [/^.HDF\r\n/s, "an HDF5 or MED file", byGmsh("med")],
  [/^CDF/, "an Exodus or NetCDF file", byMeshio("exodus")],
  [/^PK/, "a compressed file", "unpack it"],
];

/** null where the beginning tells nothing. */
export function foreignFormat(text: string): ForeignFormat | null {
  const beginning = text.slice(0, 400).trimStart();
  const found = FORMATS.find(([pattern]) => pattern.test(beginning));
  return found === undefined ? null : { name: found[1], remedy: found[2] };
}
