import { once } from "node:events";
import { workerData } from "node:worker_threads";
import { run } from "../run.ts";
import type { Io } from "../terminal/io.ts";
import type { CommandMessage, CommandThreadData, InputMessage } from "./messages.ts";
import { cannotReadInput } from "./streams.ts";

/*
 * Runs a command in a thread of its own. Solvers are synchronous: the first thread stays free to hear signals, to write, and to
 * say in words when the memory of this one is at its end.
 */
const { argv, port, outIsTerminal, errorIsTerminal, columns } = workerData as CommandThreadData;

const tell = (message: CommandMessage): void => port.postMessage(message);

const io: Io = {
  writeOut: (text) => tell({ kind: "out", text }),
  writeError: (text) => tell({ kind: "error", text }),
  outIsTerminal,
  errorIsTerminal,
  environment: process.env,
  columns,
  readStandardInput: async () => {
    tell({ kind: "input" });
    const [answer] = (await once(port, "message")) as [InputMessage];
    if ("failure" in answer) throw cannotReadInput(answer.failure);
    return answer.bytes;
  },
  onFact: (fact) => tell({ kind: "fact", fact }),
};

tell({ kind: "end", code: await run(argv, io) });
port.close();
