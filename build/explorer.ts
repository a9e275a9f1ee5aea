import { fileURLToPath } from "node:url";
import { buildExplorerPage } from "./explorerPage.ts";

await buildExplorerPage(fileURLToPath(new URL("../dist/explorer", import.meta.url)));
