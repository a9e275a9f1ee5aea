import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isThere, missingPackages } from "../../debian.ts";

/** A cluster of one machine on the loopback interface, in a folder of its own. */
export interface Cluster {
  /** What programs of Slurm find it by. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "sinfo"];
const PACKAGES = ["slurm-wlm", "munge"];

/** Why there can be no cluster here; null where it can. */
export const missing = (): string | null =>
  process.getuid?.() === 0
    ? missingPackages(PACKAGES, () => PROGRAMS.every(isThere))
    : "daemons of Slurm are started by root alone";

const configuration = (folder: string, name: string, port: number): string => `
ClusterName=local
SlurmctldHost=${name}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldPort=${port}
SlurmdPort=${port + 1}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
CommunicationParameters=NoAddrCache
NodeName=${name} NodeAddr=127.0.0.1 CPUs=2 RealMemory=${Math.floor(totalmem() / 2 ** 21)} State=UNKNOWN
PartitionName=all Nodes=${name} Default=YES MaxTime=INFINITE State=UP
`;

/** Starts the daemons and waits until a node is idle; null where that does not come, as in a container without what Slurm needs. */
export async function startCluster(folder: string): Promise<Cluster | null> {
  const name = hostname().split(".")[0]!;
  const port = 16_800 + (process.pid % 1000) * 2;
  const conf = join(folder, "slurm.conf");
  const key = join(folder, "munge.key");
  writeFileSync(conf, configuration(folder, name, port));
  writeFileSync(key, randomBytes(128), { mode: 0o400 });
  // What munged asks of the folder of its socket.
  chmodSync(folder, 0o755);
  for (const one of ["state", "spool"]) mkdirSync(join(folder, one));
  const environment = { SLURM_CONF: conf };
  const daemons: ChildProcess[] = [];
  const daemon = (program: string, ...argv: string[]): void => {
    daemons.push(spawn(program, argv, { stdio: "ignore", env: { ...process.env, ...environment } }));
  };
  const files = ["key", "socket", "pid", "log", "seed"].map((one) => `--${one}-file=${folder}/munge.${one}`);
  daemon("munged", "--foreground", "--force", ...files.map((option) => option.replace("socket-file", "socket")));
  await setTimeout(500);
  daemon("slurmctld", "-D", "-c", "-f", conf);
  daemon("slurmd", "-D", "-f", conf, "-N", name);
  const stop = async (): Promise<void> => {
    const ends = daemons.map((child) => new Promise((resolve) => child.once("close", resolve)));
    for (const child of daemons.toReversed()) child.kill("SIGTERM");
    await Promise.race([Promise.all(ends), setTimeout(10_000)]);
    for (const child of daemons) child.kill("SIGKILL");
  };
  for (let tries = 0; tries < 240; tries++) {
    const { stdout } = spawnSync("sinfo", ["-h", "-o", "%t"], {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    if (/^(idle|mix)$/m.test(stdout)) return { environment, stop };
    await setTimeout(250);
  }
  await stop();
  return null;
}
