import { writeSync } from "node:fs";

// Loaded beside the program that is measured: at its end, its peak memory in megabytes and its processor seconds go to file descriptor 3.
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${maxRSS / 1024} ${(userCPUTime + systemCPUTime) / 1e6}`);
});
