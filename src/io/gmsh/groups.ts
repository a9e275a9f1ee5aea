import { InputError } from "../../core/errors.ts";
import { suggestName } from "../../model/nearestName.ts";
import type { ElementList, Elements } from "./elements.ts";
import { anyTag, type MshInput } from "./input.ts";
import { restOfLine, type Scanner } from "./scanner.ts";

/** A named set of entities. */
export interface PhysicalGroup {
  readonly dimension: number;
  readonly tag: number;
  readonly name: string;
}

/** Body of a $PhysicalNames section, which is text also in a binary file; `decode` reads the bytes of a name. */
export function readPhysicalNames(
  input: MshInput,
  scanner: Scanner,
  decode: (text: string) => string,
): readonly PhysicalGroup[] {
  input.record("the number of physical groups");
  const count = input.count("the number of physical groups", 1);
  input.endRecord();
  return Array.from({ length: count }, () => {
    input.record("a physical group");
    const dimension = input.integer("the dimension of a group", 0, 3);
    const tag = input.integer("the tag of a group", -anyTag, anyTag);
    const name = decode(restOfLine(scanner)).replace(/^"(.*)"$/, "$1");
    input.endRecord();
    return { dimension, tag, name };
  });
}

/** Tags of the physical groups of each entity, by "dimension:tag". */
export type EntityGroups = ReadonlyMap<string, readonly number[]>;

/** Body of an $Entities section of version 4.0 or 4.1. A point has a box in 4.0 and a place in 4.1. */
export function readEntities(input: MshInput, version: "4.0" | "4.1"): EntityGroups {
  const groups = new Map<string, readonly number[]>();
  input.record("the numbers of entities");
  const counts = [0, 1, 2, 3].map(() => input.count("the number of entities", 1));
  input.endRecord();
  for (const [dimension, count] of counts.entries()) {
    const coordinates = dimension === 0 && version === "4.1" ? 3 : 6;
    for (let k = 0; k < count; k++) {
      input.record("an entity");
      const tag = input.integer("the tag of an entity", -anyTag, anyTag);
      for (let c = 0; c < coordinates; c++) input.real("a coordinate of an entity");
      groups.set(`${dimension}:${tag}`, readTags(input));
      if (dimension > 0) readTags(input);
      input.endRecord();
    }
  }
  return groups;
}

function readTags(input: MshInput): readonly number[] {
  const count = input.count("the number of tags", 4);
  return Array.from({ length: count }, () => input.integer("a tag", -anyTag, anyTag));
}

/** What a file says of its groups; `entities` is null in version 2, whose elements name their group themselves. */
export interface GroupTable {
  readonly names: readonly PhysicalGroup[];
  readonly entities: EntityGroups | null;
}

/** The cells of one group, of volumes where there are such, else of surfaces. Throws InputError where there are none. */
export function selectGroup(
  group: string,
  { names, entities }: GroupTable,
  elements: Elements,
  path: string,
): Elements {
  const tagsOf = (list: ElementList, dimension: number): readonly number[][] =>
    list.origins.map((origin) => (entities === null ? [origin] : [...(entities.get(`${dimension}:${origin}`) ?? [])]));
  const chosen = (list: ElementList, dimension: number): ElementList => {
    const wanted = names.filter((one) => one.dimension === dimension && one.name === group).map(({ tag }) => tag);
    // A group without a name is called by its number.
    if (wanted.length === 0 && /^\d+$/.test(group)) wanted.push(Number(group));
    return filtered(list, (k, tags) => tags[k]!.some((tag) => wanted.includes(Math.abs(tag))), tagsOf(list, dimension));
  };
  const tetrahedra = chosen(elements.tetrahedra, 3);
  const triangles = chosen(elements.triangles, 2);
  if (tetrahedra.tags.length > 0) return { ...elements, tetrahedra, triangles: { cells: [], tags: [], origins: [] } };
  if (triangles.tags.length > 0) return { ...elements, tetrahedra, triangles };
  const known = names.filter(({ dimension }) => dimension >= 2).map(({ name }) => name);
  const shown = JSON.stringify(group);
  if (names.some(({ name }) => name === group)) {
    throw new InputError({
      what: `${path}: the physical group ${shown} has no triangles and no tetrahedra`,
      remedy: known.length === 0 ? "choose no group" : `choose ${describeGroups(names)}`,
      value: group,
      limit: known,
    });
  }
  throw new InputError({
    what: `${path} has no physical group ${shown}`,
    remedy: known.length === 0 ? "it has none with cells: choose no group" : suggestName(group, known),
    value: group,
    limit: known,
  });
}

function filtered(
  { cells, tags, origins }: ElementList,
  keep: (k: number, groups: readonly number[][]) => boolean,
  groups: readonly number[][],
): ElementList {
  const corners = tags.length === 0 ? 0 : cells.length / tags.length;
  const kept: ElementList = { cells: [], tags: [], origins: [] };
  for (const [k, tag] of tags.entries()) {
    if (!keep(k, groups)) continue;
    for (let c = 0; c < corners; c++) kept.cells.push(cells[corners * k + c]!);
    kept.tags.push(tag);
    kept.origins.push(origins[k]!);
  }
  return kept;
}

/** `"air" or "ball"`: the groups that have cells, volumes where there are such. */
export function describeGroups(names: readonly PhysicalGroup[]): string {
  const dimension = Math.max(...names.map((one) => one.dimension));
  return names
    .filter((one) => one.dimension === dimension)
    .map(({ name }) => JSON.stringify(name))
    .join(" or ");
}
