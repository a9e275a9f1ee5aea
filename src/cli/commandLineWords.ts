import type { BlochfemError } from "../core/errors.ts";

/** Options and functions of the library that stand in its remedies; test/cli/commandLine.test.ts keeps the list complete. */
export const LIBRARY_WORDS: readonly string[] = [
  "workLimit",
  "solveComplex",
  "withDiagonal",
  "maximumSteps",
  "maximumUnknowns",
  "maximumDimension",
  "parseProblemFile",
  "termsOf",
  "memoryLimit",
  "fixedPoints",
  "validateMesh",
  "adoptSphereMesh",
  "readGmsh",
  "gradeMesh",
  "moebiusGrading",
  "sparseFromTriplets",
  "harmonicCount",
  "solidCount",
  "evolveDicke",
  "evolveSymmetric",
];

/** Options of the library that the command line has under another name. */
export const RENAMED_OPTIONS: Readonly<Record<string, string>> = {
  maximumSeconds: "--max-seconds",
  maximumStep: "--max-step",
  "the limit on seconds": "--max-seconds",
  "the limit on memory": "--max-memory",
};

const OPTION_PATTERN = new RegExp(`\\b(${Object.keys(RENAMED_OPTIONS).join("|")})\\b`, "g");

const PATTERN = new RegExp(`\\b(${LIBRARY_WORDS.join("|")})\\b`);

/** A text of the library in the words of the command line. */
export const inCommandLineWords = (text: string): string =>
  text.replace(OPTION_PATTERN, (name) => RENAMED_OPTIONS[name]!);

/** Where nothing else is left of a remedy. */
const GENERAL = "ask for less: fewer spins, a shorter time or a larger --tolerance; or take another --method";

/** The message of an error without the advice that only a program can follow. */
export function commandLineMessage({ what, remedy: inCode }: BlochfemError): string {
  const remedy = inCommandLineWords(inCode);
  if (!PATTERN.test(remedy)) return `${what}; ${remedy}`;
  const clauses = remedy.split(/, or |, /).filter((clause) => !PATTERN.test(clause));
  return `${what}; ${clauses.length === 0 ? GENERAL : clauses.join(", or ").replace(/^or /, "")}`;
}
