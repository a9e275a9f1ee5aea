import {
  type Coefficients,
  coefficientsOf,
  type Interaction,
  type Jump,
} from "../../../../src/model/secondOrder/coefficients.ts";

const none = { dephasing: 0, pump: 0, decay: 0, jumps: [] };
const noInteraction: Interaction = { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0 };

interface Parts {
  readonly dephasing?: number;
  readonly pump?: number;
  readonly decay?: number;
  readonly jumps?: readonly Jump[];
  readonly interaction?: Partial<Interaction>;
}

/** Of ten spins with collective processes alone and no field. */
export const collective = ({ interaction = {}, ...rates }: Parts): Coefficients =>
  coefficientsOf({
    spins: 10,
    field: [0, 0, 0],
    interaction: { ...noInteraction, ...interaction },
    collective: { ...none, ...rates },
    local: none,
  });
