import { richText, svgDocument } from "../../plot/svg.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import type { ColorScale } from "./colorScale.ts";
import { LEGEND_SIZE, legendBar, type Sign, signList } from "./legend.ts";
import type { Stage } from "./stage.ts";

/** What stands around the sphere in a file. */
export interface Captions {
  readonly title: string;
  /** Markup, a line each, below the legend. */
  readonly notes: readonly string[];
  readonly scale: ColorScale | null;
  readonly signs: readonly Sign[];
}

const CAPTION = 12.5;

function legendText({ notes, scale, signs }: Captions, theme: SvgTheme, height: number): string {
  const top = scale === null ? 14 : 14 + LEGEND_SIZE.height;
  return [
    scale === null ? "" : legendBar(scale, theme, 12, 10),
    ...notes.map((note, k) => richText(note, { x: 18, y: top + 18 * (k + 1), size: CAPTION, fill: theme.muted })),
    signList(signs, theme, 16, height - 12 - 20 * signs.length),
  ].join("");
}

const document_ = (
  width: number,
  height: number,
  background: string,
  captions: Captions,
  theme: SvgTheme,
  ...children: readonly string[]
): string =>
  svgDocument(
    {
      width,
      height,
      title: captions.title,
      description: "Made by the explorer of blochfem",
      background,
      fontFamily: theme.fontFamily,
    },
    ...children,
  );

/** All that is seen as lines and areas. */
export function svgFile(stage: Stage, captions: Captions, theme: SvgTheme): string {
  const { width, height, main, far, surfaces } = stage.picture();
  const drawn = surfaces();
  return document_(
    width,
    height,
    theme.paper,
    captions,
    theme,
    main.back,
    drawn.main,
    main.front,
    far === null ? "" : far.back + drawn.far + far.front,
    legendText(captions, theme, height),
  );
}

/** Pixels of a file in one of the page, at least. */
const FINE = 2;

/** All that is seen as pixels: what is behind the canvas, the canvas, and what is in front of it. */
export async function pngFile(stage: Stage, captions: Captions, theme: SvgTheme): Promise<Blob> {
  const { width, height, canvas, main, far, surfaces } = stage.picture();
  const scale = canvas === null ? FINE : Math.max(FINE, canvas.width / width);
  const target = document.createElement("canvas");
  target.width = Math.round(width * scale);
  target.height = Math.round(height * scale);
  const context = target.getContext("2d")!;
  const layer = async (background: string, ...children: readonly string[]): Promise<void> => {
    const image = await imageOf(document_(width, height, background, captions, theme, ...children));
    context.drawImage(image, 0, 0, target.width, target.height);
  };
  const drawn = canvas === null ? surfaces() : { main: "", far: "" };
  // What is in front comes after the canvas, which may have moved on by then: it is copied at once.
  const copy = canvas === null ? null : await createImageBitmap(canvas);
  await layer(theme.paper, main.back, canvas === null ? drawn.main : (far?.back ?? ""));
  if (copy !== null) context.drawImage(copy, 0, 0, target.width, target.height);
  const farLayer = far === null ? "" : canvas === null ? far.back + drawn.far + far.front : far.front;
  await layer("none", main.front, farLayer, legendText(captions, theme, height));
  return new Promise((resolve, reject) =>
    target.toBlob(
      (blob) => (blob === null ? reject(new Error("the browser makes no PNG of the picture")) : resolve(blob)),
      "image/png",
    ),
  );
}

function imageOf(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("the browser does not draw the picture's lines"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}

/** A table of this page. */
export const saveCsv = (name: string, text: string): void =>
  save(`blochfem-${name}.csv`, new Blob([text], { type: "text/csv" }));

/** Offers contents as a file. */
export function save(name: string, contents: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(contents);
  link.download = name;
  link.click();
  // The browser has to have begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
