import { describe, expect, it } from "vitest";
import { parseFormula } from "../../../src/model/formula/parse.ts";

function evaluate(text: string, time: number): number {
  const { evaluate, fault } = parseFormula(text);
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
    ["-((t-60)/0.5)**2", 61, -4],
    ["exp(-((t-60)/0.5)^2)", 60.25, Math.exp(-0.25)],
    ["-t**2", 3, -9],
    ["2^-1", 0, 0.5],
    ["2*t^2", 3, 18],
    ["-2^2^0", 0, -2],
    ["t < 2 ? 1 : t < 3 ? 2 : 3", 2.5, 2],
    ["t < 2 ? 1 : 3", 2, 3],
    ["(1 < t && t <= 2) + 10*(t == 2) + 100*(t != 2 || t > 1)", 2, 111],
    ["!(t >= 1) - !0", 0, 0],
    ["1 + t > 2 == 1", 3, 1],
    ["step(t) - step(t - 1)", 0, 1],
    ["step(-t)", 1e-9, 0],
    ["t > 1 ? log(t - 1) : 0", 0, 0],
    ["sinh(t) + cosh(t) - exp(t) + tanh(0)", 1, 0],
  ])("%j at t = %d is %d", (text, time, value) => {
    expect(Math.abs(evaluate(text, time) - value)).toBeLessThan(1e-14);
  });

  it.each<[string, number, RegExp, RegExp]>([
    ["0.5*cso(2*t)", 5, /cso is no function/, /did you mean cos/],
    ["0.5*x", 5, /x is unknown/, /t, pi, e/],
    ["cos + 1", 1, /cos is a function/, /cos\(t\)/],
    ["cos(1, 2)", 1, /2 arguments, not 1/, /give 1/],
    ["min()", 1, /0 arguments, not 1 to 8/, /./],
    ["1 < t < 2", 7, /two comparisons/, /1 < t && t < 2/],
    ["t ? 1", 6, /too early/, /complete/],
    ["t ? 1, 2", 6, /does not fit/, /complete/],
    ["1_000", 2, /follows/, /./],
    ["2 t", 3, /follows/, /every operator/],
    ["2(t)", 2, /follows/, /every operator/],
    ["t(1)", 1, /t is no function/, /every operator/],
    ["2*", 3, /too early/, /complete/],
    ["(t", 3, /too early/, /complete/],
    ["t)", 2, /follows/, /./],
    ["", 1, /empty/, /./],
    ["  ", 1, /empty/, /./],
    ["1, 2", 2, /follows/, /./],
    ["2 $ 3", 3, /follows/, /./],
    ["2 * #", 5, /"#" does not fit/, /./],
    ["1e999", 1, /no finite number/, /./],
    ["010*t", 1, /begins with a 0/, /write 10/],
    ["t // comment", 4, /does not fit/, /./],
    ["t = 1", 3, /does not fit/, /==/],
    ['"t"', 1, /does not fit/, /./],
    ["/x/", 1, /does not fit/, /./],
    ["`t`", 1, /does not fit/, /./],
    ["[t]", 1, /does not fit/, /./],
    ["({})", 2, /does not fit/, /./],
    ["() => 1", 2, /does not fit/, /./],
    ["new t", 1, /unknown/, /./],
    ["Math.sin(t)", 1, /unknown/, /./],
    ["t.constructor", 2, /follows/, /./],
    ["t['constructor']('x')()", 2, /follows/, /./],
    ["t\u202e", 2, /follows/, /./],
    ["constructor", 1, /unknown/, /./],
    ["constructor(t)", 1, /no function/, /./],
    ["__proto__", 1, /unknown/, /./],
    ["toString()", 1, /no function/, /./],
    ["globalThis", 1, /unknown/, /./],
    ["this", 1, /unknown/, /./],
    ["import('x')", 1, /no function/, /./],
    ["sin(...[t])", 5, /does not fit/, /./],
    [`${"t+".repeat(2000)}t`, 4001, /4001 characters/, /samples/],
    [`${"(".repeat(400)}t${")".repeat(400)}`, 301, /300 brackets deep/, /simplify/],
  ])("refuses %j at column %d", (text, column, what, remedy) => {
    const { fault } = parseFormula(text);
    expect(fault?.what).toMatch(what);
    expect(fault?.remedy).toMatch(remedy);
    expect(fault?.column).toBe(column);
  });

  it("survives the deepest nesting and the longest sum that fit", () => {
    expect(evaluate(`${"(".repeat(299)}t${")".repeat(299)}`, 5)).toBe(5);
    expect(evaluate(`${"- ".repeat(299)}t`, 5)).toBe(-5);
    expect(evaluate(`${"t+".repeat(1999)}t`, 5)).toBe(10_000);
  });
});
