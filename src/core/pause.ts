/** In Node and in browsers, whose types do not agree. */
const { setTimeout } = globalThis as unknown as { setTimeout: (run: () => void, milliseconds: number) => unknown };

/** Lets others have their turn. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
