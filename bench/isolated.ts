import type { CaseModule } from "./isolate.ts";

// The process that runIsolated starts: module and parameters in, one message out.
const [module, parameters] = process.argv.slice(2) as [string, string];
const { measure } = (await import(module)) as CaseModule;
process.send!({ value: measure(JSON.parse(parameters)) });
