import { MARGIN, type Row, TEXT } from "../page.ts";
import { richText } from "../svg.ts";
import type { SvgTheme } from "../theme.ts";
import type { Axis } from "./axis.ts";
import { frame, frameMargins } from "./frame.ts";
import { legend } from "./legend.ts";
import type { Mark } from "./marks.ts";

/** Frames in lines and columns: those of a column share the axis below it, those of a line the axis to its left. */
export interface FrameGrid {
  readonly axesX: readonly Axis[];
  /** Markup above each column. */
  readonly titles?: readonly string[];
  readonly lines: readonly GridLine[];
  /** Markup, along all frames to the left, in place of the labels of the lines. */
  readonly label?: string;
  readonly legend?: readonly Mark[];
}

export interface GridLine {
  /** Markup above its first frame. */
  readonly title?: string;
  readonly axisY: Axis;
  /** Of the frames, in points. */
  readonly height: number;
  /** Marks of each column. */
  readonly cells: readonly (readonly Mark[])[];
}

/** Room between frames, in sizes of the text. */
const GAP = 1.8;

export function frameGrid(options: FrameGrid, width: number, theme: SvgTheme, id: string): Row {
  const { axesX, titles, lines, label } = options;
  const size = TEXT;
  const guess = (width - 2 * MARGIN) / axesX.length - 4 * size;
  const margins = lines.map(({ axisY, height }) =>
    frameMargins({ axisX: axesX[0]!, axisY, width: guess, height, size }),
  );
  const left = MARGIN + Math.max(...margins.map((margin) => margin.left));
  const inner = width - left - MARGIN - 1.2 * size;
  const cell = (inner - (axesX.length - 1) * GAP * size) / axesX.length;
  const titled = titles !== undefined || lines[0]?.title !== undefined;
  const above = (titled ? 1.5 : 0.4) * size;
  const frames = lines.reduce((sum, { height }) => sum + height + GAP * size, -GAP * size);
  const below = margins[0]!.below;
  const entries = legend(options.legend ?? lines.flatMap(({ cells }) => cells.flat()), {
    width: inner,
    size,
    theme,
    id: `${id}-legend`,
  });
  const gap = entries.height > 0 ? 0.5 * size : 0;
  return {
    height: above + frames + below + gap + entries.height + 0.5 * size,
    draw: (top) => {
      const parts: string[] = [];
      let y = top + above;
      for (const [row, { axisY, height, cells, title: own }] of lines.entries()) {
        for (const [column, marks] of cells.entries()) {
          const title = (column === 0 ? own : undefined) ?? (row === 0 ? titles?.[column] : undefined);
          parts.push(
            frame({
              x: left + column * (cell + GAP * size),
              y,
              width: cell,
              height,
              axisX: axesX[column]!,
              axisY: label === undefined ? axisY : { ...axisY, label: "" },
              marks,
              labelled: { x: row === lines.length - 1, y: column === 0 },
              size,
              theme,
              id: `${id}-${row}-${column}`,
              ...(title === undefined ? {} : { title }),
            }),
          );
        }
        y += height + GAP * size;
      }
      if (label !== undefined) {
        const at = { x: MARGIN + 0.9 * size, y: top + above + frames / 2 };
        parts.push(richText(label, { ...at, size, fill: theme.ink, anchor: "middle", rotate: -90 }));
      }
      return parts.join("") + entries.draw(left, top + above + frames + below + gap);
    },
  };
}
