import { InputError } from "../../core/errors.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import { requireWritableFile } from "./target.ts";
import { writeFiles } from "./write.ts";

/** The options of a picture, as they are written. */
export interface PictureFlags {
  readonly plot?: string;
  readonly dark?: boolean;
}

/** A picture that was asked for. */
export interface PictureTarget {
  readonly path: string;
  readonly theme: SvgTheme;
  /** Null where the drawing itself is wanted. */
  readonly render: ((svg: string) => Uint8Array) | null;
}

/**
 * What --plot asks for, checked before the work; null where there is none.
 *
 * @throws InputError for a name that ends in neither .svg nor .png, for a file that could not be written, and where PNG images cannot be made here;
 *   BlochfemError where there is no font for them
 */
export async function pictureTarget({ plot: path, dark = false }: PictureFlags): Promise<PictureTarget | null> {
  if (path === undefined) {
    if (dark) throw new InputError({ what: "--dark has no picture to colour", remedy: "add --plot FILE", value: true });
    return null;
  }
  requireWritableFile(path);
  const ending = /\.(svg|png)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) {
    throw new InputError({
      what: `--plot is ${JSON.stringify(path)}, which ends in neither .svg nor .png`,
      remedy: "let the name end in .svg for a drawing of any size, or in .png for an image",
      value: path,
    });
  }
  const [{ darkTheme, lightTheme }, render] = await Promise.all([
    import("../../plot/theme.ts"),
    ending === "png" ? import("./png.ts").then(({ pngRenderer }) => pngRenderer()) : null,
  ]);
  return { path, theme: dark ? darkTheme : lightTheme, render };
}

/** Writes a drawing in the form that was asked for, and returns its path. Throws as `writeFiles`. */
export function writePicture({ path, render }: PictureTarget, svg: string): string[] {
  writeFiles([{ path, text: render === null ? svg : render(svg) }]);
  return [path];
}
