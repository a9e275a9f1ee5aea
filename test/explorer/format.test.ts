import { describe, expect, it } from "vitest";
import { numberIn } from "../../src/explorer/controls/parameterRow.ts";
import { errorText, plainText, valueText, withoutMarkup } from "../../src/explorer/format.ts";
import { tickTexts } from "../../src/explorer/panels/frame.ts";
import { sentence } from "../../src/explorer/panels/table.ts";

describe("numbers on the page", () => {
  it.each([
    [-0.5260173118, 3e-7, "−0.5260173"],
    [-1e-12, 1e-9, "0.000000000"],
    [1, 0, "1.000000000"],
    [0.25, 0.3, "0.3"],
    [123456789.25, 2, "1.2345679·10^{8}"],
    [3.25e-9, 1e-12, "3.250·10^{−9}"],
    [Number.NaN, 1, "–"],
  ])("gives %s with an error of %s the digits that mean something", (value, error, text) => {
    expect(valueText(value, error)).toBe(text);
  });

  it.each([
    [3.01e-7, "4·10^{−7}"],
    [3e-7, "3·10^{−7}"],
    [9.5e-7, "10^{−6}"],
    [1e-6, "10^{−6}"],
    [0.021, "0.03"],
    [0, "exact"],
  ])("rounds the error %s up", (error, text) => {
    expect(errorText(error)).toBe(text);
  });

  it("never shows an error smaller than it is", () => {
    for (let k = 0; k < 400; k++) {
      const error = 10 ** (-16 + 0.05 * k) * (1 + (k % 7) / 9);
      const shown = withoutMarkup(errorText(error));
      const [mantissa, power] = /^(?:([\d.]+)·)?10([⁻⁰¹²³⁴-⁹]+)$/.exec(shown)?.slice(1) ?? [shown, "⁰"];
      const exponent = Number(
        [...power!]
          .map((one) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(one))
          .map((digit) => (digit < 0 ? "-" : digit))
          .join(""),
      );
      // Twelve digits of the error decide, and one is shown.
      expect(Number(mantissa ?? 1) * 10 ** exponent, shown).toBeGreaterThanOrEqual(error * (1 - 1e-11));
      expect(Number(mantissa ?? 1) * 10 ** exponent, shown).toBeLessThanOrEqual(2 * error * (1 + 1e-9));
    }
  });

  it("writes plain numbers, ticks and sentences", () => {
    expect(plainText(-0.46921234567)).toBe("−0.469212");
    expect(plainText(1.5e9)).toBe("1.500·10^{9}");
    expect(tickTexts([0, 0.5, 1])).toEqual(["0", "0.5", "1"]);
    expect(tickTexts([-2e5, 0, 4e5])).toEqual(["−2e5", "0", "4e5"]);
    expect(sentence("the Dicke basis, 41 states")).toBe("The Dicke basis, 41 states.");
    expect(sentence("local.jumps[0].rate is -1")).toBe("local.jumps[0].rate is -1.");
    expect(sentence("Is it so?")).toBe("Is it so?");
    expect(sentence(" ")).toBe("");
  });

  it("reads what is typed", () => {
    expect(["0.5", " −2 ", "1,5", "1e6", "", "x", "-"].map(numberIn)).toEqual([0.5, -2, 1.5, 1e6, null, null, null]);
  });
});
