/** Part of a line of text in one style. */
export interface Run {
  readonly text: string;
  readonly italic: boolean;
  /** -1 below the line, 1 above it. */
  readonly level: -1 | 0 | 1;
}

/** Takes *x* as italic, _{x} as a subscript and ^{x} as a superscript, as in 2⟨*J*_{x}⟩/*N*: what labels of physical quantities need. */
export function markupRuns(markup: string): readonly Run[] {
  const runs: Run[] = [];
  let italic = false;
  for (const [, script, inside, star, plain] of markup.matchAll(/([_^])\{([^}]*)\}|(\*)|([^*_^]+|[_^])/g)) {
    if (star !== undefined) italic = !italic;
    else if (plain !== undefined) runs.push({ text: plain, italic, level: 0 });
    else for (const run of markupRuns(inside!)) runs.push({ ...run, level: script === "_" ? -1 : 1 });
  }
  return runs;
}
