import { describe, expect, it } from "vitest";
import { sequentialBands } from "../../../src/plot/axes/bands.ts";
import { type Frame, frame } from "../../../src/plot/axes/frame.ts";
import { frameRow } from "../../../src/plot/axes/frameRow.ts";
import { legend } from "../../../src/plot/axes/legend.ts";
import type { Mark } from "../../../src/plot/axes/marks.ts";
import { COLUMN, page } from "../../../src/plot/page.ts";
import { darkTheme, lightTheme } from "../../../src/plot/theme.ts";
import { elementsOf, faultsOf, numbersOf, parseSvg, textOf, textsOf } from "../parseSvg.ts";

/** Values are places: x to the right of 20, y upwards from 110. */
const place = { x: 20, y: 10, width: 100, height: 100, size: 7, theme: lightTheme, id: "frame" };
const axis = { label: "", range: [0, 100] } as const;
const draw = (marks: readonly Mark[], options: Partial<Frame> = {}) =>
  parseSvg(`<svg>${frame({ ...place, axisX: axis, axisY: axis, marks, ...options })}</svg>`);

const pathOf = (marks: readonly Mark[], name = "stroke") =>
  elementsOf(draw(marks), "path").filter(({ attributes }) => attributes[name] === "#123456");

describe("marks in a frame", () => {
  it("are where their values are", () => {
    const points = [
      [0, 0],
      [50, 100],
    ] as const;
    const [line] = pathOf([{ kind: "line", points, color: "#123456" }]);
    expect(numbersOf(line!.attributes.d!)).toEqual([20, 110, 70, 10]);
    const band = [
      [0, 10, 20],
      [100, 30, 50],
    ] as const;
    const [area] = pathOf([{ kind: "band", points: band, color: "#123456" }], "fill");
    expect(numbersOf(area!.attributes.d!)).toEqual([20, 100, 120, 80, 120, 60, 20, 90]);
    const circles = elementsOf(draw([{ kind: "points", points, color: "#123456" }]), "circle");
    expect(circles.map(({ attributes: { cx, cy } }) => [cx, cy])).toEqual([
      ["20", "110"],
      ["70", "10"],
    ]);
  });

  it("break lines at what is not finite, and leave out points outside", () => {
    const points = [
      [0, 0],
      [10, 0],
      [20, Number.NaN],
      [30, 5],
      [40, 5],
    ] as const;
    const [line] = pathOf([{ kind: "line", points, color: "#123456" }]);
    expect(line!.attributes.d!.match(/M/g)!.length).toBe(2);
    expect(elementsOf(draw([{ kind: "points", points: [[200, 0]], color: "#123456" }]), "circle")).toEqual([]);
  });

  it("have crosses as long as errors, and none that are not seen", () => {
    const mark: Mark = { kind: "points", points: [[50, 50]], errors: [[10, 20]], color: "#123456" };
    expect(numbersOf(pathOf([mark])[0]!.attributes.d!)).toEqual([60, 60, 80, 60, 70, 80, 70, 40]);
    expect(pathOf([{ ...mark, errors: [[1e-6, 0]] }])).toEqual([]);
  });

  it("colour the cells around the points of a grid, and leave out what is missing", () => {
    const bands = { edges: [0, 1, 2], colors: ["#000000", "#ffffff"], log: false };
    const [x, y] = [
      [10, 30, 90],
      [25, 75],
    ];
    const cells = elementsOf(
      draw([{ kind: "heat", x, y, values: [0.5, 0.5, 1.5, Number.NaN, 0.5, 0.5], bands }]),
      "path",
    ).filter(({ attributes }) => attributes.fill !== undefined && attributes.fill !== "none");
    const boxes = Object.fromEntries(cells.map(({ attributes: { fill, d } }) => [fill!, numbersOf(d!)]));
    // M left,top H right V bottom H left: from halfway to the neighbours, and as far beyond the ends.
    expect(boxes["#ffffff"]).toEqual([80, 110, 140, 60, 80]);
    expect(boxes["#000000"]).toEqual([20, 110, 80, 60, 20, 40, 60, 140, 10, 40]);
  });

  it("draw contours through the zeros of a plane, and not along the rim", () => {
    const x = [0, 50, 100];
    const values = x.flatMap((y) => x.map((at) => at + y));
    const [line] = pathOf([{ kind: "contours", x, y: x, values, levels: [75], color: "#123456" }]);
    const numbers = numbersOf(line!.attributes.d!);
    expect(line!.attributes.d!.match(/M/g)!.length).toBe(1);
    for (let k = 0; k < numbers.length; k += 2) expect(numbers[k]! - 20 + (110 - numbers[k + 1]!)).toBeCloseTo(75, 1);
    expect(Math.max(...numbers.filter((_, k) => k % 2 === 0)) - 20).toBeCloseTo(75, 1);
  });

  it("hatch where a grid is negative", () => {
    const x = [0, 100];
    const drawn = draw([{ kind: "hatch", x, y: x, values: [-1, 1, -1, 1], color: "#123456", label: "below" }]);
    expect(elementsOf(drawn, "pattern").length).toBe(1);
    const filled = elementsOf(drawn, "path").find(({ attributes }) => attributes.fill!.startsWith("url"))!;
    // Half of the frame, and what lies beyond its rim.
    expect(Math.max(...numbersOf(filled.attributes.d!).filter((_, k) => k % 2 === 0))).toBeCloseTo(70, 1);
  });
});

describe("a frame", () => {
  it("has its labels, with the power of ten that its numbers leave out", () => {
    const drawn = draw([], {
      axisX: { label: "time *t*", range: [0, 20_000] },
      axisY: { label: "value", range: [-1, 1] },
    });
    const texts = elementsOf(drawn, "text").map(textOf);
    expect(texts).toEqual(expect.arrayContaining(["time t  (×104)", "value", "−1", "0", "1"]));
  });

  it("leaves out what a neighbour says", () => {
    expect(elementsOf(draw([], { labelled: { x: false, y: false } }), "text")).toEqual([]);
  });
});

describe("a row with a frame", () => {
  const x = Array.from({ length: 41 }, (_, k) => k / 20);
  const values = x.flatMap((v) => x.map((u) => Math.sin(3 * u) * v));
  const bands = sequentialBands(-2, 2, darkTheme);
  const marks: Mark[] = [
    { kind: "heat", x, y: x, values, bands },
    { kind: "contours", x, y: x, values, levels: bands.edges, color: darkTheme.ink, label: "levels" },
    { kind: "line", points: [], color: darkTheme.ink, label: "a line" },
  ];
  const row = frameRow(
    {
      axisX: { label: "field *B*_{*x*}  (rate)", range: [0, 2] },
      axisY: { label: "pump", range: [0, 2] },
      marks,
      bar: { bands, label: "2⟨*J*_{*z*}⟩/*N*" },
    },
    COLUMN,
    darkTheme,
    "map",
  );
  const svg = page({ width: COLUMN, title: "a_b*c", description: "", theme: darkTheme }, [row]);

  it("is a small file as wide as a column, with nothing outside of the page", () => {
    expect(faultsOf(svg)).toEqual([]);
    expect(svg.length).toBeLessThan(100_000);
    const { width, height, viewBox } = parseSvg(svg).attributes;
    // 86 mm are 243.78 points.
    expect(width).toBe("243.78pt");
    expect(viewBox).toBe(`0 0 243.78 ${Number.parseFloat(height!)}`);
    for (const { attributes } of elementsOf(parseSvg(svg), "text")) {
      expect(Number(attributes.x)).toBeGreaterThan(0);
      expect(Number(attributes.x)).toBeLessThan(COLUMN);
      expect(Number(attributes.y)).toBeLessThan(Number.parseFloat(height!));
    }
  });

  it("writes titles as they are, labels, and numbers at the colours", () => {
    const texts = textsOf(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["a_b*c", "field Bx  (rate)", "pump", "2⟨Jz⟩/N", "levels", "a line", "−2", "0"]),
    );
  });
});

describe("a legend", () => {
  const size = 7;
  const entries = ["one", "another one", "a third one"].map(
    (label): Mark => ({
      kind: "line",
      points: [],
      color: "#000000",
      label,
    }),
  );

  it("breaks where there is no room", () => {
    const height = (width: number) => legend(entries, { width, size, theme: lightTheme, id: "l" }).height;
    expect(height(1000)).toBeCloseTo(1.45 * size, 12);
    expect(height(60)).toBeCloseTo(3 * 1.45 * size, 12);
  });

  it("has one entry for marks of one label, and none for marks without", () => {
    const marks: Mark[] = [
      { kind: "band", points: [], color: "#000000", label: "mean" },
      { kind: "line", points: [], color: "#000000", label: "mean" },
      { kind: "line", points: [], color: "#000000" },
    ];
    const svg = `<svg>${legend(marks, { width: 500, size, theme: lightTheme, id: "l" }).draw(0, 0)}</svg>`;
    expect(textsOf(svg)).toEqual(["mean"]);
    expect(elementsOf(parseSvg(svg), "line").length).toBe(1);
    expect(elementsOf(parseSvg(svg), "path").length).toBe(1);
  });
});
