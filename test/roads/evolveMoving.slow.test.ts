import { BlochfemError, evolve, type SpinModelInput, spinModel } from "blochfem";
import { expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../src/core/random.ts";
import { isParabolicOnSphere } from "../../src/model/kramersMoyal.ts";

const uniform = new Float64Array(20);

/** A model of the whole class that is not parabolic, a direction, and three times: the same for a number. */
function drawn(number: number) {
  const stream = createRandomStream(12, number);
  for (;;) {
    fillUniform(stream, uniform);
    const signed = (k: number): number => 2 * uniform[k]! - 1;
    const [hasPump, hasJump, hasInteraction] = [uniform[0]! < 0.5, uniform[1]! < 0.4, uniform[2]! < 0.5];
    const jumps = [{ rate: uniform[3]!, operator: [signed(4), [signed(5), signed(6)], signed(7)] as const }];
    const given: SpinModelInput = {
      spins: 41 + Math.floor(24 * uniform[8]!),
      field: [1.5 * signed(9), 1.5 * signed(10), 1.5 * signed(11)],
      collective: { decay: uniform[12]!, pump: hasPump ? uniform[13]! : 0, ...(hasJump ? { jumps } : {}) },
      ...(hasInteraction ? { interaction: { zz: 2 * signed(14), xy: signed(15) } } : {}),
    };
    const model = spinModel(given);
    if (isParabolicOnSphere(model)) continue;
    const [height, angle] = [signed(16), 2 * Math.PI * uniform[17]!];
    const across = Math.sqrt(1 - height * height);
    const coherent = [across * Math.cos(angle), across * Math.sin(angle), height] as const;
    return { model, initial: { coherent }, times: [0.05 + 0.3 * uniform[18]!, 1 + uniform[19]!, 4 + uniform[18]!] };
  }
}

it.each(Array.from({ length: 20 }, (_, k) => k))(
  "random models from 41 to 64 spins in time err by no more than they say: %d",
  (number) => {
    const { model, initial, times } = drawn(number);
    const right = evolve(model, { initial, times, method: "harmonic", band: model.spins, tolerance: 1e-9 }).result();
    const seen: number[] = [];
    try {
      for (const { index, observables, errorEstimate } of evolve(model, { initial, times, method: "fem" })) {
        seen.push(index);
        for (const group of ["mean", "square", "cross"] as const) {
          for (const k of [0, 1, 2] as const) {
            const apart = Math.abs(observables[group][k] - right.observables[index]![group][k]);
            expect(apart).toBeLessThanOrEqual(errorEstimate[group][k] + right.errorEstimate[index]![group][k]);
          }
        }
        const apart = Math.abs(observables.purity - right.observables[index]!.purity);
        expect(apart).toBeLessThanOrEqual(errorEstimate.purity + right.errorEstimate[index]!.purity);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(BlochfemError);
    }
    expect(seen).toContain(0);
  },
);
