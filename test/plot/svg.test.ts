import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { polyline, richText, svgDocument, svgElement, svgNumber } from "../../src/plot/svg.ts";

describe("SVG text", () => {
  it("escapes attributes, leaves out those without value, and closes elements", () => {
    expect(svgElement("path", { d: 'M0,0"<&', fill: null, stroke: undefined, "stroke-width": 0.126 })).toBe(
      '<path d="M0,0&quot;&lt;&amp;" stroke-width="0.13"/>',
    );
    expect(svgElement("g", {}, "<a/>", "<b/>")).toBe("<g><a/><b/></g>");
  });

  it.each([
    [1, "1"],
    [-0.001, "0"],
    [1234.5678, "1234.57"],
    [-0.255, "-0.25"],
  ])("writes %d as %s", (value, text) => expect(svgNumber(value)).toBe(text));

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses the coordinate %d", (value) => {
    expect(() => polyline([0, value])).toThrow(InputError);
  });

  it("draws polylines, open and closed", () => {
    expect(polyline([0, 1, 2, 3])).toBe("M0,1L2,3");
    expect(polyline([0, 1, 2, 3, 4, 5], true)).toBe("M0,1L2,3L4,5Z");
  });

  it("is a document with a name for readers that do not see it", () => {
    const options = {
      width: 30,
      height: 20,
      title: "a < b",
      description: "c",
      background: "#ffffff",
      fontFamily: "serif",
    };
    const { document } = parseHTML(svgDocument(options, svgElement("g", { id: "inside" })));
    const root = document.querySelector("svg")!;
    expect(root.getAttribute("viewBox")).toBe("0 0 30 20");
    expect(root.querySelector("title")!.textContent).toBe("a < b");
    expect(root.querySelector("#inside")).not.toBeNull();
  });
});

describe("rich text", () => {
  const runs = (markup: string) => {
    const { document } = parseHTML(richText(markup, { x: 5, y: 6, size: 20, fill: "#000000" }));
    return [...document.querySelectorAll("tspan")].map((run) => ({
      text: run.textContent,
      italic: run.getAttribute("font-style") === "italic",
      size: run.getAttribute("font-size"),
      shift: Number(run.getAttribute("dy") ?? 0),
    }));
  };

  it("sets italics and subscripts, and returns to the line", () => {
    expect(runs("2⟨*J*_{*k*}⟩/*N*")).toEqual([
      { text: "2⟨", italic: false, size: null, shift: 0 },
      { text: "J", italic: true, size: null, shift: 0 },
      { text: "k", italic: true, size: "14.4", shift: 5 },
      { text: "⟩/", italic: false, size: null, shift: -5 },
      { text: "N", italic: true, size: null, shift: 0 },
    ]);
  });

  it("leaves a lone underscore alone", () => {
    expect(
      runs("a_b")
        .map(({ text }) => text)
        .join(""),
    ).toBe("a_b");
  });
});
