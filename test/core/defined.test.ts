import { describe, expect, it } from "vitest";
import { defined } from "../../src/core/defined.ts";

describe("defined", () => {
  it("leaves out what is undefined, and nothing else", () => {
    const kept = defined({ band: undefined, degree: 0, mesh: null, name: "", exact: false });
    expect(Object.keys(kept)).toEqual(["degree", "mesh", "name", "exact"]);
    expect(kept).toEqual({ degree: 0, mesh: null, name: "", exact: false });
  });

  it("gives back keys that may be left out", () => {
    const options: { degree?: number } = defined({ degree: Math.abs(-4) as number | undefined });
    expect(options.degree).toBe(4);
  });
});
