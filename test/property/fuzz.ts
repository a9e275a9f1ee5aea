import { examineMany, failureText, questions, summaryText } from "./examine.ts";

/*
 * npm run fuzz -- [--models 3000] [--seed S] [--first 0] [--elements-every 10] [--questions steady,evolve,spectrum] [--general]: random models
 * by every road, until done; with --general such with interactions and jumps. Each failing model is printed as a model file; exit code 1
 * where there is one.
 */

function numberOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return fallback;
  const value = Number(process.argv[at + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} is ${process.argv[at + 1]}; give a whole number`);
  process.exit(2);
}

const seed = numberOption("seed", Date.now() % 1_000_000);
const first = numberOption("first", 0);
const count = numberOption("models", 3000);
const at = process.argv.indexOf("--questions");
const asked = at < 0 ? questions : questions.filter((question) => process.argv[at + 1]?.split(",").includes(question));
const elementsEvery = Math.max(1, numberOption("elements-every", 10));
const general = process.argv.includes("--general");
console.log(`seed ${seed}, models ${first} to ${first + count - 1}`);
const summary = examineMany(seed, first, count, { elementsEvery, questions: asked, general }, (examination) => {
  const done = examination.problem.index - first + 1;
  if (examination.violations.length > 0) console.log(failureText(examination));
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}`);
});
console.log(summaryText(seed, summary));
process.exitCode = summary.failures.length === 0 ? 0 : 1;
