import { ConvergenceError, InputError, NotUniqueError, ResourceLimitError, ToleranceError } from "blochfem";
import { describe, expect, it } from "vitest";
import { type Candidate, firstAnswer } from "../../src/roads/choice.ts";

const limits = { seconds: 10, bytes: 1e9 };
const cheap = { seconds: 1, bytes: 1e6 };

const answers = (method: string): Candidate<string, string> => ({
  method,
  refusal: null,
  cost: cheap,
  solve: () => `answer of ${method}`,
});

const fails = (method: string, error: Error): Candidate<string, string> => ({
  ...answers(method),
  solve: () => {
    throw error;
  },
});

const open = (what: string): ConvergenceError => new ConvergenceError({ what, remedy: "none" });

describe("firstAnswer", () => {
  it("takes the first road that is not refused, affordable and does not fail, and says why", () => {
    const chosen = firstAnswer(
      "it",
      [
        { ...answers("a"), refusal: "it does not apply" },
        { ...answers("b"), cost: { seconds: 11, bytes: 0 } },
        { ...answers("c"), cost: { seconds: 0, bytes: 2 ** 31 } },
        fails("d", open("it stalls")),
        answers("e"),
        answers("f"),
      ],
      limits,
    );
    expect(chosen).toMatchObject({ method: "e", answer: "answer of e" });
    expect(chosen.reason).toBe(
      "e, since a was not tried: it does not apply; b was not tried: it would take about 11 s of processor time, above the limit of 10 s; " +
        "c was not tried: it would take about 2050 MiB, above the limit of 954 MiB; d failed: it stalls",
    );
  });

  it("tries a road that is postponed behind all others, once, and where it is affordable", () => {
    const postponed = { ...answers("a"), postponed: "it would take longer" };
    expect(firstAnswer("it", [postponed, answers("b")], limits).reason).toBe(
      "b, since a was not tried: it would take longer",
    );
    const dear = new ResourceLimitError({ what: "it would take 1e6 s", remedy: "none" });
    const candidates = [postponed, fails("b", dear), { ...answers("c"), refusal: "no" }];
    expect(firstAnswer("it", candidates, limits)).toMatchObject({
      method: "a",
      reason: "a, since b failed: it would take 1e6 s; c was not tried: no",
    });
    const attempt = (more: object) => () => firstAnswer("it", [{ ...postponed, ...more }, fails("b", dear)], limits);
    expect(attempt({ cost: { seconds: 11, bytes: 0 } })).toThrow(
      "a was not tried: it would take about 11 s of processor time, above the limit of 10 s; b failed",
    );
    expect(attempt({ refusal: "no" })).toThrow(/a was not tried: no; b failed: it would take 1e6 s; [^;]*$/);
    const stalls = { ...fails("a", open("it stalls")), postponed: "it would take longer" };
    expect(() => firstAnswer("it", [stalls, fails("b", dear)], limits)).toThrow(
      /no method answers it: b failed: it would take 1e6 s; a failed: it stalls; /,
    );
  });

  it("does not solve by a road that is refused or too dear", () => {
    const never = fails("a", new Error("solved"));
    expect(firstAnswer("it", [{ ...never, refusal: "no" }, answers("b")], limits).method).toBe("b");
    expect(firstAnswer("it", [{ ...never, cost: { seconds: 11, bytes: 0 } }, answers("b")], limits).method).toBe("b");
  });

  it("lists every road with its own reason where none is left", () => {
    const attempt = (): unknown =>
      firstAnswer("it", [fails("a", open("it stalls")), { ...answers("b"), refusal: "no" }], limits);
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/no method answers it: a failed: it stalls; b was not tried: no/);
    expect(() => firstAnswer("it", [{ ...answers("b"), refusal: "no" }], limits)).toThrow(ResourceLimitError);
  });

  it("advises the tolerance that the closest road meets, and never what helps one road alone", () => {
    const missed = (value: number): ToleranceError =>
      new ToleranceError({
        what: `it is off by ${value}`,
        remedy: `accept a tolerance of ${value}`,
        value,
        limit: 1e-8,
      });
    const alone = new ConvergenceError({ what: "its band is too low", remedy: "choose a higher band" });
    const remedyOf = (...candidates: readonly Candidate<string, string>[]): string => {
      try {
        firstAnswer("it", candidates, limits);
      } catch (error) {
        return (error as ToleranceError).remedy;
      }
      throw new Error("answered");
    };
    expect(remedyOf(fails("a", missed(1e-3)), fails("b", alone), fails("c", missed(1e-5)))).toBe(
      "accept a tolerance of 0.00001",
    );
    const dear = { ...answers("b"), cost: { seconds: 11, bytes: 0 } };
    expect(remedyOf(fails("a", missed(1e-3)), dear)).toBe("accept a tolerance of 0.001, or raise the limit on seconds");
    const large = { ...answers("b"), cost: { seconds: 1, bytes: 2e9 } };
    expect(remedyOf(large)).toBe("ask for a larger tolerance, or raise the limit on memory");
    // Nobody waits for years, whatever the limit, and one limit raised does not help where two are in the way.
    expect(remedyOf({ ...answers("b"), cost: { seconds: 1e9, bytes: 0 } })).toBe("ask for a larger tolerance");
    const both = { ...answers("b"), cost: { seconds: 11, bytes: 2e9 } };
    expect(remedyOf(both)).toMatch(/raise the limit on seconds and the limit on memory$/);
    // No limit lets a road do what it cannot do.
    expect(remedyOf({ ...answers("b"), refusal: "no" })).toBe("ask for a larger tolerance");
    expect(remedyOf({ ...answers("b"), refusal: "too many", refusedBy: "bytes" })).toMatch(
      /raise the limit on memory$/,
    );
    expect(remedyOf(fails("b", alone))).toBe("ask for a larger tolerance");
  });

  it("passes on what is wrong with the question, and a state that is not unique where no road has it", () => {
    const input = new InputError({ what: "wrong", remedy: "none" });
    expect(() => firstAnswer("it", [fails("a", input), answers("b")], limits)).toThrow(input);
    const notUnique = new NotUniqueError({ what: "J_z", remedy: "none" });
    expect(firstAnswer("it", [fails("a", notUnique), answers("b")], limits).method).toBe("b");
    expect(() => firstAnswer("it", [fails("a", notUnique), fails("b", open("it stalls"))], limits)).toThrow(notUnique);
  });

  it("lets a defect through", () => {
    expect(() => firstAnswer("it", [fails("a", new TypeError("defect")), answers("b")], limits)).toThrow(TypeError);
  });
});
