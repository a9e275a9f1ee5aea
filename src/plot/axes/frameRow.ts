import { MARGIN, type Row, TEXT } from "../page.ts";
import type { SvgTheme } from "../theme.ts";
import type { Axis } from "./axis.ts";
import { bandBar } from "./bandBar.ts";
import type { Bands } from "./bands.ts";
import { frame, frameMargins } from "./frame.ts";
import { legend } from "./legend.ts";
import type { Mark } from "./marks.ts";

/** A frame as wide as the page, with what explains it: a colour bar above, a legend below. */
export interface FrameRow {
  readonly axisX: Axis;
  readonly axisY: Axis;
  readonly marks: readonly Mark[];
  /** Height of the frame over its width; 0.62 where absent. */
  readonly aspect?: number;
  /** Markup above the frame. */
  readonly title?: string;
  /** The scale of a heat map, and what it is of. */
  readonly bar?: { readonly bands: Bands; readonly label: string };
  /** Entries of the legend, where not all marks are to have one. */
  readonly legend?: readonly Mark[];
  /** Room on the left, where frames of several rows stand below one another. */
  readonly left?: number;
  /** Whether there is a label, and numbers, below it. */
  readonly labelledX?: boolean;
}

export function frameRow(options: FrameRow, width: number, theme: SvgTheme, id: string): Row {
  const { axisX, axisY, marks, aspect = 0.62, title, bar, labelledX = true } = options;
  const size = TEXT;
  const right = 1.6 * size;
  const guess = { axisX, axisY, size, width: width - 2 * MARGIN - 5 * size, height: aspect * (width - 7 * size) };
  const margins = frameMargins(guess);
  const left = MARGIN + Math.max(margins.left, options.left ?? 0);
  const inner = width - left - MARGIN - right;
  const height = aspect * inner;
  const barHeight = bar === undefined ? 0 : 4 * size;
  const above = barHeight + (title === undefined ? 0.4 : 1.5) * size;
  const below = labelledX ? margins.below : 0.5 * size;
  const entries = legend(options.legend ?? marks, { width: inner + right, size, theme, id: `${id}-legend` });
  const gap = entries.height > 0 ? 0.5 * size : 0;
  return {
    height: above + height + below + gap + entries.height + 0.5 * size,
    draw: (top) => {
      const place = { x: left, y: top + above, width: inner, height };
      return [
        bar === undefined ? "" : bandBar({ x: left, y: top + 1.4 * size, width: inner, ...bar, size, theme }),
        frame({
          ...place,
          axisX,
          axisY,
          marks,
          size,
          theme,
          id,
          labelled: { x: labelledX },
          ...(title === undefined ? {} : { title }),
        }),
        entries.draw(left, top + above + height + below + gap),
      ].join("");
    },
  };
}
