import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { plainText, polyline, richText, svgDocument, svgElement, svgNumber } from "../../src/plot/svg.ts";
import { elementsOf, parseSvg, textOf } from "./parseSvg.ts";

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
    const root = parseSvg(svgDocument(options, svgElement("g", { id: "inside" })));
    expect(root.attributes).toMatchObject({ viewBox: "0 0 30 20", width: "30", height: "20" });
    expect(textOf(elementsOf(root, "title")[0]!)).toBe("a < b");
    expect(elementsOf(root, "g")[0]!.attributes.id).toBe("inside");
    expect(parseSvg(svgDocument({ ...options, unit: "pt" })).attributes).toMatchObject({
      viewBox: "0 0 30 20",
      width: "30pt",
    });
  });
});

describe("rich text", () => {
  const runs = (markup: string) => {
    const text = parseSvg(richText(markup, { x: 5, y: 6, size: 20, fill: "#000000" }));
    return elementsOf(text, "tspan").map((run) => ({
      text: textOf(run),
      italic: run.attributes["font-style"] === "italic",
      size: run.attributes["font-size"] ?? null,
      shift: Number(run.attributes.dy ?? 0),
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

  it("sets superscripts, and goes from one level to the other", () => {
    expect(runs("*x*_{1}^{2}").map(({ text, shift }) => [text, shift])).toEqual([
      ["x", 0],
      ["1", 5],
      ["2", -12.2],
    ]);
  });

  it("is no markup where plain text is asked for", () => {
    const text = parseSvg(plainText("a_{b}*c*<", { x: 0, y: 0, size: 8, fill: "#000000" }));
    expect(textOf(text)).toBe("a_{b}*c*<");
  });

  it("leaves a lone underscore alone", () => {
    expect(
      runs("a_b")
        .map(({ text }) => text)
        .join(""),
    ).toBe("a_b");
  });
});
