import type { createAddress } from "../address.ts";
import { byId } from "../dom.ts";
import { tableCsv } from "../exports.ts";
import type { Message } from "../panels/message.ts";
import type { Results } from "../panels/results.ts";
import type { Answer, FileAnswer, FileFormat, Wants } from "../protocol.ts";
import { save, saveCsv } from "../view/files.ts";
import type { Scene } from "../view/scene.ts";

export interface ToolsOptions {
  readonly address: ReturnType<typeof createAddress>;
  readonly scene: Scene;
  readonly results: Results;
  /** Asks the slow worker for a file of the model that is shown. */
  readonly request: (wants: Wants) => void;
  readonly say: (message: Message) => void;
}

/** Milliseconds for which a button says that it has done its work. */
const SAID = 1600;

/** Buttons for the link and files. */
export function connectTools({ address, scene, results, request, say }: ToolsOptions) {
  const waiting = new Map<FileFormat, HTMLButtonElement>();

  async function attempt(button: HTMLButtonElement, work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
      said(button);
    } catch (error) {
      say({
        name: "No file",
        what: error instanceof Error ? error.message : String(error),
        remedy: "try again in a moment, or another format",
      });
    }
  }

  byId("link").addEventListener("click", (event) => {
    const button = event.currentTarget as HTMLButtonElement;
    const link = address.link();
    navigator.clipboard?.writeText(link).then(
      () => said(button, "Copied"),
      () =>
        say({
          name: "Not copied",
          what: "the browser does not let the page copy",
          remedy: `the link is the address of the page, ${link}`,
        }),
    );
  });
  byId<"button">("png").addEventListener("click", (event) =>
    attempt(event.currentTarget as HTMLButtonElement, async () => save("blochfem.png", await scene.png())),
  );
  byId<"button">("svg").addEventListener("click", (event) =>
    attempt(event.currentTarget as HTMLButtonElement, () =>
      save("blochfem.svg", new Blob([scene.svg()], { type: "image/svg+xml" })),
    ),
  );
  byId<"button">("csv").addEventListener("click", (event) =>
    attempt(event.currentTarget as HTMLButtonElement, () => {
      const { table } = results.found();
      if (table === null) throw new Error("there is no table of a steady state");
      saveCsv("steady", tableCsv(table));
    }),
  );
  for (const format of ["vtu", "model"] as const) {
    byId<"button">(format).addEventListener("click", (event) => {
      const button = event.currentTarget as HTMLButtonElement;
      button.disabled = true;
      waiting.set(format, button);
      request({ file: { format } });
    });
  }

  const give = ({ name, type, contents }: FileAnswer): void => save(name, new Blob([contents as BlobPart], { type }));

  return {
    /** Saves what has been asked for. */
    take(answer: Answer): void {
      if (answer.kind === "file") {
        const button = waiting.get(answer.format);
        if (button === undefined) return;
        waiting.delete(answer.format);
        button.disabled = false;
        give(answer);
        said(button);
      }
      if (answer.kind === "failure" && answer.want === "file") {
        for (const button of waiting.values()) button.disabled = false;
        waiting.clear();
        say(answer);
      }
    },
    /** Another model is shown: its files were not asked for. */
    forget(): void {
      for (const button of waiting.values()) button.disabled = false;
      waiting.clear();
    },
  };
}

/** A button that has done its work says so for a while. */
function said(button: HTMLButtonElement, text = "Saved"): void {
  if (button.dataset.name !== undefined) return;
  const { width } = button.getBoundingClientRect();
  button.dataset.name = button.textContent;
  // The others stay where they are.
  button.style.minWidth = `${width}px`;
  button.textContent = width < 60 ? "✓" : text;
  byId("live").textContent = text;
  setTimeout(() => {
    button.textContent = button.dataset.name ?? "";
    button.style.minWidth = "";
    delete button.dataset.name;
  }, SAID);
}
