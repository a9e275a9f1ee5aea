import { assert, constant, double, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { type Grid, regionAbove } from "../../src/plot/contours.ts";

function grid(columns: number, rows: number, value: (i: number, j: number) => number): Grid {
  const values = Float64Array.from({ length: columns * rows }, (_, k) => value(k % columns, Math.trunc(k / columns)));
  return { columns, rows, values };
}

/** Whether (x, y) is inside by the even-odd rule, from crossings of the ray to the right. */
function inside(outlines: readonly (readonly number[])[], x: number, y: number): boolean {
  let odd = false;
  for (const outline of outlines) {
    for (let k = 0; k < outline.length; k += 2) {
      const [ax, ay] = [outline[k]!, outline[k + 1]!];
      const next = (k + 2) % outline.length;
      const [bx, by] = [outline[next]!, outline[next + 1]!];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) odd = !odd;
    }
  }
  return odd;
}

function area(outlines: readonly (readonly number[])[]): number {
  let twice = 0;
  for (const outline of outlines) {
    for (let k = 0; k < outline.length; k += 2) {
      const next = (k + 2) % outline.length;
      twice += outline[k]! * outline[next + 1]! - outline[next]! * outline[k + 1]!;
    }
  }
  return twice / 2;
}

describe("contours", () => {
  it("have exactly the grid points at or above the level inside", () => {
    const sizes = tuple(integer({ min: 1, max: 7 }), integer({ min: 1, max: 7 }));
    const cases = sizes.chain(([columns, rows]) =>
      tuple(constant(columns), constant(rows), double({ min: 0, max: 1, noNaN: true }), integer({ min: 0, max: 1e6 })),
    );
    assert(
      property(cases, ([columns, rows, level, seed]) => {
        // A scrambled order of values that never equal the level: what lies on an outline is neither in nor out.
        const values = grid(columns, rows, (i, j) => (((i * 7919 + j * 104729 + seed) * 0.618034) % 1) + 1e-7);
        if (values.values.includes(level)) return;
        const outlines = regionAbove(values, level);
        values.values.forEach((value, k) => {
          expect(inside(outlines, k % columns, Math.trunc(k / columns))).toBe(value >= level);
        });
      }),
    );
  });

  it("enclose a disc with the error of linear interpolation", () => {
    const radius = 0.7;
    const error = (half: number) => {
      const distance = grid(2 * half + 1, 2 * half + 1, (i, j) => 1 - ((i / half - 1) ** 2 + (j / half - 1) ** 2));
      const found = Math.abs(area(regionAbove(distance, 1 - radius ** 2))) / half ** 2;
      return Math.abs(found - Math.PI * radius ** 2);
    };
    // On a side of length h the parabola is off by at most h^2/4 of its value, so that the outline is off by h^2/4 / (2 radius),
    // and the area by pi h^2/4; chords of the outline, at most sqrt(2) h long, cut off pi h^2/6 more.
    for (const half of [10, 40, 160]) expect(error(half)).toBeLessThan((Math.PI * 5) / 12 / half ** 2);
  });

  it("have holes, of the opposite sense", () => {
    const ring = grid(5, 5, (i, j) => (i === 2 && j === 2 ? 0 : i % 4 === 0 || j % 4 === 0 ? 0 : 1));
    const outlines = regionAbove(ring, 0.5);
    expect(outlines.length).toBe(2);
    expect(area([outlines[0]!]) * area([outlines[1]!])).toBeLessThan(0);
  });

  it("close half a cell beyond a grid that is above the level everywhere, and are none where it is below", () => {
    const flat = grid(3, 2, () => 1);
    const outlines = regionAbove(flat, 0.5);
    expect(outlines.length).toBe(1);
    expect(Math.min(...outlines[0]!)).toBe(-0.5);
    expect(Math.max(...outlines[0]!)).toBe(2.5);
    expect(regionAbove(flat, 2)).toEqual([]);
  });
});
