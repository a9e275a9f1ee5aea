import { describe, expect, it } from "vitest";
import { parseFormula } from "../../src/model/formula.ts";

async function evaluate(text: string, time: number): Promise<number> {
  const { evaluate, fault } = await parseFormula(text);
  if (fault !== null) throw new Error(`${text}: ${fault.what} at ${fault.column}`);
  return evaluate(time);
}

describe("parseFormula", () => {
  it.each<[string, number, number]>([
    ["0.5*cos(2*t)", 0.3, 0.5 * Math.cos(0.6)],
    ["2 - 3 - 4", 0, -5],
    ["2**3**2", 0, 512],
    ["-(t**2) + (-t)**2", 3, 0],
    ["8/4/2", 0, 1],
    ["2*t + 3/t", 2, 5.5],
    ["((t))", 7, 7],
    ["pi", 0, Math.PI],
    ["log(e)", 0, 1],
    ["- -t", 4, 4],
    ["+1e-3", 0, 1e-3],
    ["\n 1 +\n t ", 1, 2],
    ["min(t, 1, 0.5) + max(t)", 2, 2.5],
    ["sign(t) * floor(abs(t)) * sqrt(4)", -1.5, -2],
    ["tan(atan(t)) + sin(asin(t)) + cos(acos(t))", 0.25, 0.75],
    ["sinh(t) + cosh(t) - exp(t) + tanh(0)", 1, 0],
  ])("%j at t = %d is %d", async (text, time, value) => {
    expect(Math.abs((await evaluate(text, time)) - value)).toBeLessThan(1e-14);
  });

  it.each<[string, number, RegExp, RegExp]>([
    ["0.5*cso(2*t)", 5, /cso is no function/, /did you mean cos/],
    ["0.5*x", 5, /x is unknown/, /t, pi, e/],
    ["cos + 1", 1, /cos is a function/, /cos\(t\)/],
    ["cos(1, 2)", 1, /2 arguments, not 1/, /give 1/],
    ["min()", 1, /0 arguments, not 1 to 8/, /./],
    ["t^2", 1, /operator \^/, /t\*\*2/],
    ["3 + -t**2", 7, /two ways/, /-\(t\*\*2\)/],
    ["2 t", 3, /follows/, /every operator/],
    ["2(t)", 1, /no function/, /every operator/],
    ["t(1)", 1, /t is no function/, /every operator/],
    ["2*", 3, /too early/, /complete/],
    ["(t", 3, /too early/, /complete/],
    ["t)", 2, /follows/, /./],
    ["", 1, /empty/, /./],
    ["  ", 1, /empty/, /./],
    ["1, 2", 1, /no arithmetic/, /./],
    ["2 $ 3", 3, /follows/, /./],
    ["2 * #", 5, /"#" does not fit/, /./],
    ["1e999", 1, /no finite number/, /./],
    ["010*t", 1, /does not fit/, /./],
    ["t // comment", 3, /follows/, /./],
    ["t ? 1 : 2", 1, /no arithmetic/, /./],
    ["t > 1", 1, /operator >/, /./],
    ["!t", 1, /operator !/, /./],
    ["a = 1", 1, /no arithmetic/, /./],
    ['"t"', 1, /no finite number/, /quotes/],
    ["/x/", 1, /no finite number/, /./],
    ["`t`", 1, /no arithmetic/, /./],
    ["[t]", 1, /no arithmetic/, /./],
    ["({})", 2, /no arithmetic/, /./],
    ["() => 1", 1, /no arithmetic/, /./],
    ["new t", 1, /no arithmetic/, /./],
    ["Math.sin(t)", 1, /no function/, /./],
    ["t.constructor", 1, /no arithmetic/, /./],
    ["t['constructor']('x')()", 1, /no function/, /./],
    ["constructor", 1, /unknown/, /./],
    ["constructor(t)", 1, /no function/, /./],
    ["__proto__", 1, /unknown/, /./],
    ["toString()", 1, /no function/, /./],
    ["globalThis", 1, /unknown/, /./],
    ["this", 1, /no arithmetic/, /./],
    ["import('x')", 1, /./, /./],
    ["sin(...[t])", 5, /no arithmetic/, /./],
    [`${"t+".repeat(250)}t`, 501, /501 characters/, /samples/],
  ])("refuses %j at column %d", async (text, column, what, remedy) => {
    const { fault } = await parseFormula(text);
    expect(fault?.what).toMatch(what);
    expect(fault?.remedy).toMatch(remedy);
    expect(fault?.column).toBe(column);
  });

  it("survives the deepest nesting that fits", async () => {
    expect(await evaluate(`${"(".repeat(249)}t${")".repeat(249)}`, 5)).toBe(5);
    expect(await evaluate(`${"- ".repeat(249)}t`, 5)).toBe(-5);
  });
});
