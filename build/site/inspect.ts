import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Bytes of a whole site that are not passed. */
export const SIZE_LIMIT = 15e6;

/** Every file of a folder and its folders. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

export const sizeOf = (folder: string): number => filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0);

const addressesIn = (html: string): string[] =>
  [...html.matchAll(/<[a-z][^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, address]) => address!.replaceAll("&amp;", "&"));

const anchorsIn = (html: string): Set<string> =>
  new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => id!));

/** What is wrong with a built site, a line each: links to files and headings that are not there, and what a page would load from another host. */
export function faultsOf(site: string, base: string): string[] {
  const found: string[] = [];
  const anchors = new Map<string, Set<string>>();
  const pages = filesIn(site).filter((path) => path.endsWith(".html"));
  for (const page of pages) {
    const html = readFileSync(page, "utf8");
    const name = relative(site, page);
    for (const load of html.matchAll(/<(?:script|img|link|iframe)\b[^>]*?\s(?:src|href)="((?:https?:)?\/\/[^"]*)"/g)) {
      found.push(`${name} loads ${load[1]}`);
    }
    for (const address of new Set(addressesIn(html))) {
      if (/^(?:[a-z]+:|\/\/)/.test(address) || address === "") continue;
      const [path, anchor] = decodeURI(address.replace(/\?[^#]*/, "")).split("#") as [string, string?];
      const target =
        path === "" ? page : path.startsWith("/") ? join(site, path.slice(base.length)) : join(dirname(page), path);
      const file = target.endsWith("/") || target === site ? join(target, "index.html") : target;
      if (!existsSync(file)) found.push(`${name} links to ${address}, which is not there`);
      else if (anchor !== undefined && anchor !== "" && file.endsWith(".html")) {
        if (!anchors.has(file)) anchors.set(file, anchorsIn(readFileSync(file, "utf8")));
        if (!anchors.get(file)!.has(anchor)) found.push(`${name} links to ${address}, a heading that is not there`);
      }
    }
  }
  for (const path of filesIn(site).filter((path) => path.endsWith(".css"))) {
    for (const [, address] of readFileSync(path, "utf8").matchAll(/url\(["']?((?:https?:)?\/\/[^)"']*)/g)) {
      found.push(`${relative(site, path)} loads ${address}`);
    }
  }
  return found;
}
