import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireWritableFile, requireWritableFolder } from "../../../src/cli/files/target.ts";
import { type FileSystem, stageFiles, writeFiles } from "../../../src/cli/files/write.ts";
import { BlochfemError, InputError } from "../../../src/core/errors.ts";
import { temporaryFolder } from "../capture.ts";

const folder = temporaryFolder();
let count = 0;
/** An empty folder. */
const place = (): string => {
  const path = join(folder, `place-${count++}`);
  mkdirSync(path);
  return path;
};
const read = (path: string): string => readFileSync(path, "utf8");

/** The file system of the machine with some of its functions replaced. */
const failing = (parts: Partial<FileSystem>): FileSystem => ({ ...fs, ...parts });

const errorWith = (code: string): Error => Object.assign(new Error(code), { code });

describe("a file", () => {
  it("is complete where the system writes a few bytes at a time", () => {
    const path = join(place(), "a.txt");
    const text = "P(r) ≥ 0\n".repeat(1000);
    const short = ((file: number, bytes: Buffer, offset: number, length: number) =>
      fs.writeSync(file, bytes, offset, Math.min(7, length))) as FileSystem["writeSync"];
    writeFiles([{ path, text }], [], failing({ writeSync: short }));
    expect(read(path)).toBe(text);
  });

  it.each<[string, Partial<FileSystem>, RegExp]>([
    ["nothing more is taken", { writeSync: (() => 0) as FileSystem["writeSync"] }, /no space is left; make room/],
    [
      "flushing fails",
      {
        fsyncSync: () => {
          throw errorWith("EIO");
        },
      },
      /the disk fails/,
    ],
    [
      "closing fails",
      {
        closeSync: (file) => {
          fs.closeSync(file);
          throw errorWith("EDQUOT");
        },
      },
      /quota/,
    ],
    [
      "fewer bytes arrive than were reported",
      {
        writeSync: ((file: number, bytes: Buffer, offset: number, length: number) => {
          fs.writeSync(file, bytes, offset, length - 1);
          return length;
        }) as FileSystem["writeSync"],
      },
      /the file holds other bytes than were written, from byte 2/,
    ],
    [
      "it cannot be renamed",
      {
        renameSync: () => {
          throw errorWith("EIO");
        },
      },
      /the disk fails/,
    ],
  ])("keeps its old contents where %s, and nothing else is left", (_, parts, message) => {
    const at = place();
    const path = join(at, "a.txt");
    writeFileSync(path, "old");
    expect(() => writeFiles([{ path, text: "new" }], [], failing(parts))).toThrow(BlochfemError);
    expect(() => writeFiles([{ path, text: "new" }], [], failing(parts))).toThrow(message);
    expect(read(path)).toBe("old");
    expect(readdirSync(at)).toEqual(["a.txt"]);
  });

  it("is written through symbolic links, which stay, even where their end is not there yet", () => {
    const at = place();
    const elsewhere = place();
    symlinkSync(join(elsewhere, "real.txt"), join(at, "one"));
    symlinkSync("one", join(at, "two"));
    for (const text of ["first", "second"]) {
      writeFiles([{ path: join(at, "two"), text }]);
      expect(read(join(elsewhere, "real.txt"))).toBe(text);
    }
    expect(lstatSync(join(at, "one")).isSymbolicLink() && lstatSync(join(at, "two")).isSymbolicLink()).toBe(true);
    expect([readdirSync(at), readdirSync(elsewhere)]).toEqual([["one", "two"], ["real.txt"]]);
    symlinkSync("circle", join(at, "circle"));
    expect(() => writeFiles([{ path: join(at, "circle"), text: "" }])).toThrow(/symbolic links go round/);
  });

  it("keeps its permissions and may have a name as long as the file system allows", () => {
    const path = join(place(), "a".repeat(250));
    writeFiles([{ path, text: "old" }]);
    chmodSync(path, 0o640);
    writeFiles([{ path, text: "new" }]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(read(path)).toBe("new");
    expect(() => requireWritableFile(`${path}${"a".repeat(50)}`)).toThrow(/the name is too long; give a path/);
  });
});

describe("what is no regular file", () => {
  it("is refused and not touched", async () => {
    const at = place();
    const pipe = join(at, "pipe");
    execFileSync("mkfifo", [pipe]);
    const socket = join(at, "socket");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    symlinkSync("/dev/full", join(at, "full"));
    mkdirSync(join(at, "folder"));
    for (const [path, kind] of [
      [pipe, "a named pipe"],
      [socket, "a socket"],
      [join(at, "full"), "a device"],
      ["/dev/full", "a device"],
      [join(at, "folder"), "a folder"],
    ] as const) {
      for (const work of [() => requireWritableFile(path), () => writeFiles([{ path, text: "x" }])]) {
        expect(work).toThrow(InputError);
        expect(work).toThrow(`it is ${kind}, which writing would replace`);
      }
    }
    server.close();
    expect(lstatSync(pipe).isFIFO() && lstatSync("/dev/full").isCharacterDevice()).toBe(true);
    expect(() => requireWritableFolder(at, ["fine", "pipe"])).toThrow(/named pipe/);
    for (const empty of ["", " "]) {
      expect(() => requireWritableFile(empty)).toThrow(/empty name/);
      expect(() => requireWritableFolder(empty)).toThrow(/empty name/);
    }
  });
});

describe("several files", () => {
  /** Renames work until the target is `name`. */
  const until = (name: string): FileSystem =>
    failing({
      renameSync: (from, to) => {
        if (String(to).endsWith(name) && String(from).endsWith("new.tmp")) throw errorWith("EIO");
        fs.renameSync(from, to);
      },
    });

  it("all keep their old contents where the last cannot be replaced; new ones and new folders go again", () => {
    const at = place();
    writeFileSync(join(at, "a"), "old a");
    writeFileSync(join(at, "c"), "old c");
    const files = ["a", "new/deep/b", "c"].map((name) => ({ path: join(at, name), text: `new ${name}` }));
    expect(() => writeFiles(files, [], until("/c"))).toThrow(/cannot write .*c: the disk fails/);
    expect(readdirSync(at).sort()).toEqual(["a", "c"]);
    expect([read(join(at, "a")), read(join(at, "c"))]).toEqual(["old a", "old c"]);
  });

  it("undo works where the file system has no second names for a file", () => {
    const at = place();
    writeFileSync(join(at, "a"), "old a");
    const linkless = {
      ...until("/b"),
      linkSync: () => {
        throw errorWith("EPERM");
      },
    };
    expect(() =>
      writeFiles(
        ["a", "b"].map((name) => ({ path: join(at, name), text: "new" })),
        [],
        linkless,
      ),
    ).toThrow();
    expect(readdirSync(at)).toEqual(["a"]);
    expect(read(join(at, "a"))).toBe("old a");
  });

  it("remove stale ones only with success", () => {
    const at = place();
    for (const name of ["a", "stale"]) writeFileSync(join(at, name), "old");
    const files = ["a", "b"].map((name) => ({ path: join(at, name), text: "new" }));
    expect(() => writeFiles(files, [join(at, "stale")], until("/b"))).toThrow();
    expect(readdirSync(at).sort()).toEqual(["a", "stale"]);
    writeFiles(files, [join(at, "stale"), join(at, "never there")]);
    expect(readdirSync(at).sort()).toEqual(["a", "b"]);
  });

  it("must differ, also behind links", () => {
    const at = place();
    symlinkSync("a", join(at, "b"));
    const files = ["a", "b"].map((name) => ({ path: join(at, name), text: name }));
    expect(() => writeFiles(files)).toThrow(/are the same file; give each its own/);
    expect(readdirSync(at)).toEqual(["b"]);
  });

  it("that were staged are seen only when committed, and not at all when discarded", () => {
    const at = place();
    const staged = stageFiles();
    for (const text of ["first", "second"]) staged.add({ path: join(at, "a"), text });
    expect(existsSync(join(at, "a"))).toBe(false);
    staged.commit();
    expect(read(join(at, "a"))).toBe("second");
    staged.add({ path: join(at, "b"), text: "b" });
    staged.discard();
    expect(readdirSync(at)).toEqual(["a"]);
  });

  it("of a process that was killed leave what the next run tidies up", () => {
    const at = place();
    const path = JSON.stringify(join(at, "a"));
    const source = JSON.stringify(new URL("../../../src/cli/files/write.ts", import.meta.url).href);
    const code = `const { stageFiles } = await import(${source}); stageFiles().add({ path: ${path}, text: "x" }); process.kill(process.pid, "SIGKILL");`;
    spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]);
    expect(readdirSync(at)).toEqual([expect.stringMatching(/^\.blochfem-.*-new\.tmp$/)]);
    const own = stageFiles();
    own.add({ path: join(at, "b"), text: "still going on" });
    requireWritableFolder(at);
    expect(readdirSync(at)).toHaveLength(1);
    own.commit();
    expect(readdirSync(at)).toEqual(["b"]);
  });
});

describe("a disk that is nearly full", () => {
  const disk = join(folder, "disk");
  let mounted = false;
  beforeAll(() => {
    mkdirSync(disk);
    mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]).status === 0;
  });
  afterAll(() => {
    if (mounted) execFileSync("umount", [disk]);
  });

  it("keeps the old file whole, and says that no space is left", ({ skip }) => {
    if (!mounted) skip("no small file system can be mounted here");
    const path = join(disk, "checkpoint");
    const old = "o".repeat(20_000);
    writeFiles([{ path, text: old }]);
    expect(() => writeFiles([{ path, text: "n".repeat(60_000) }])).toThrow(/no space is left; make room/);
    expect(read(path)).toBe(old);
    expect(readdirSync(disk)).toEqual(["checkpoint"]);
    // Also where the first of two still fits.
    const files = ["first", "second"].map((name) => ({ path: join(disk, name), text: "n".repeat(25_000) }));
    expect(() => writeFiles(files)).toThrow(/second: no space is left/);
    expect(readdirSync(disk)).toEqual(["checkpoint"]);
  });
});
