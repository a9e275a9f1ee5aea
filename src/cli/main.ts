#!/usr/bin/env node
import { runProcess } from "./process/runProcess.ts";

// Set, not exit(): what was written to a pipe must arrive first.
process.exitCode = await runProcess(process.argv.slice(2));
