import { describe, expect, it } from "vitest";
import { describeModel } from "../../src/cli/arguments/modelText.ts";
import { formulaField } from "../../src/model/drive.ts";
import { operatorOf } from "../../src/model/operator/operator.ts";
import { parameterDrive } from "../../src/model/parameterDrive.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { writtenModel } from "../../src/model/writtenModel.ts";

const linesOf = (input: Parameters<typeof spinModel>[0]): string[] =>
  describeModel(writtenModel(spinModel(input))).split("\n");

describe("a model in a title", () => {
  it("takes a line where it is short", () => {
    expect(linesOf({ spins: 4, collective: { pump: 1 } })).toEqual([
      "N = 4, B = (0, 0, 0), collective dephasing 0, pump 1, decay 0",
    ]);
    expect(linesOf({ spins: 30, collective: { jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }] } })).toEqual([
      "N = 30, B = (0, 0, 0), collective jumps 1 of Jx + 0.6i*Jy",
    ]);
  });

  it("has interaction and jumps on a line each otherwise", () => {
    const jumps = [
      { rate: 1, operator: "Jx + 0.6i*Jy" },
      { rate: 0.25, operator: [[1, -1], -1, [0, -1]] as const },
    ];
    const model = { spins: 4, interaction: { zz: 1, xy: -0.5 }, collective: { decay: 0.3, jumps } };
    const lines = linesOf({ ...model, local: { jumps: [{ rate: 0.1, operator: "sm" }] } });
    expect(lines).toEqual([
      "N = 4, B = (0, 0, 0),",
      "interaction zz 1, xy -0.5,",
      "collective dephasing 0, pump 0, decay 0.3,",
      "collective jumps 1 of Jx + 0.6i*Jy, 0.25 of (1-i)*Jx - 1*Jy - i*Jz,",
      "local jumps 0.1 of sx - i*sy",
    ]);
    expect(operatorOf("(1-i)*Jx - 1*Jy - i*Jz", "collective")).toEqual({ re: [1, -1, 0], im: [-1, 0, -1] });
  });

  it("shows what coefficients are in time", () => {
    const model = spinModel({ spins: 4, collective: { jumps: [{ rate: 1, operator: "Jx" }] } });
    const table = { times: [0, 1, 5], values: [0, 1, 1] };
    const signals = {
      "interaction.zz": "cos(t)",
      "local.decay": table,
      "collective.jumps.0.rate": "t",
      "field.0": "2*t",
    };
    expect(describeModel(writtenModel(model), parameterDrive(model, signals)).split("\n")).toEqual([
      "N = 4, B = (2*t, 0, 0),",
      "interaction zz cos(t),",
      "collective jumps t of Jx,",
      "local dephasing 0, pump 0, decay samples at 3 times from 0 to 5",
    ]);
    const field = formulaField({ formula: ["0", "t", "0"] });
    expect(
      describeModel(
        writtenModel(spinModel({ spins: 4 })),
        parameterDrive(model, { "collective.pump": "t" }, { field }),
      ),
    ).toBe("N = 4, B = (0, t, 0), collective dephasing 0, pump t, decay 0");
  });

  it("keeps a line for many jumps", () => {
    const jumps = Array.from({ length: 20 }, (_, k) => ({ rate: k + 1, operator: "Jx" }));
    for (const line of linesOf({ spins: 4, collective: { jumps } })) expect(line.length).toBeLessThan(80);
  });
});
