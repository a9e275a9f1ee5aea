/** An element of an SVG text. */
export interface Parsed {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Parsed | string)[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decoded(text: string): string {
  if (/&(?!(amp|lt|gt|quot);)|</.test(text)) throw new Error(`not escaped: ${text}`);
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]!);
}

/** Reads well-formed XML of elements and text, and throws for anything else. */
export function parseSvg(svg: string): Parsed {
  const root: { name: string; children: (Parsed | string)[] } = { name: "", children: [] };
  const open = [root];
  let at = 0;
  for (const { 0: tag, 1: closing, 2: name, 3: attributes, 4: single, index } of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (index > at) open.at(-1)!.children.push(decoded(svg.slice(at, index)));
    at = index + tag.length;
    if (closing === "/") {
      if (open.at(-1)!.name !== name) throw new Error(`</${name}> closes <${open.at(-1)!.name}>`);
      open.pop();
      continue;
    }
    const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, decoded(value!)]);
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`an attribute twice: ${tag}`);
    const element = { name: name!, attributes: Object.fromEntries(pairs), children: [] };
    open.at(-1)!.children.push(element);
    if (single === "") open.push(element);
  }
  if (open.length !== 1 || svg.slice(at).trim() !== "") throw new Error("the text does not end with its root");
  const [first, ...others] = root.children;
  if (first === undefined || typeof first === "string" || others.length > 0) throw new Error("there is not one root");
  return first;
}

/** All elements of a name, in order. */
export function elementsOf(parent: Parsed, name: string): Parsed[] {
  return parent.children.flatMap((child) =>
    typeof child === "string" ? [] : [...(child.name === name ? [child] : []), ...elementsOf(child, name)],
  );
}

export const textOf = ({ children }: Parsed): string =>
  children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");

/** What is written in a picture, element by element. */
export const textsOf = (svg: string): string[] => elementsOf(parseSvg(svg), "text").map(textOf);

/** The numbers in path data. */
export const numbersOf = (data: string): number[] => [...data.matchAll(/-?\d+(\.\d+)?/g)].map(([text]) => Number(text));

/** Pieces of text that were to be a number, or ids that are there twice. */
export function faultsOf(svg: string): string[] {
  const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
  const used = [...svg.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id!);
  return [
    ...(/NaN|undefined|null|Infinity|\[object/.exec(svg) ?? []),
    ...ids.filter((id, k) => ids.indexOf(id) !== k).map((id) => `the id ${id} twice`),
    ...used.filter((id) => !ids.includes(id)).map((id) => `no id ${id}`),
  ];
}
