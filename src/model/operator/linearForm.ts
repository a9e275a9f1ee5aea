/** A complex number. */
export interface ComplexNumber {
  readonly re: number;
  readonly im: number;
}

/** l of an operator l . J (or l . sigma): its real and its imaginary part, components x, y, z. */
export interface ComplexVector {
  readonly re: readonly [number, number, number];
  readonly im: readonly [number, number, number];
}

/**
 * What an expression in spin operators is worth: a number, and an operator where it names one. A difference such as Jx - Jx stays an
 * operator, though it is zero: what may be multiplied with what is decided by what is written.
 */
export interface LinearForm {
  readonly constant: ComplexNumber;
  readonly operator: ComplexVector | null;
}

export const complex = (re: number, im = 0): ComplexNumber => ({ re, im });

export const numberForm = (value: ComplexNumber): LinearForm => ({ constant: value, operator: null });

export const operatorForm = (operator: ComplexVector): LinearForm => ({ constant: complex(0), operator });

export const multiplyComplex = (a: ComplexNumber, b: ComplexNumber): ComplexNumber =>
  complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);

/** a / b for b != 0, by the larger part of b, so that nothing overflows on the way (R. L. Smith, 1962, doi:10.1145/368637.368661). */
export function divideComplex(a: ComplexNumber, b: ComplexNumber): ComplexNumber {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const size = b.re + b.im * ratio;
    return complex((a.re + a.im * ratio) / size, (a.im - a.re * ratio) / size);
  }
  const ratio = b.re / b.im;
  const size = b.im + b.re * ratio;
  return complex((a.re * ratio + a.im) / size, (a.im * ratio - a.re) / size);
}

const component = ({ re, im }: ComplexVector, k: number): ComplexNumber => complex(re[k]!, im[k]!);

/** The vector whose components are `of` those of l. */
const mapped = (l: ComplexVector, of: (value: ComplexNumber) => ComplexNumber): ComplexVector => {
  const [x, y, z] = [0, 1, 2].map((k) => of(component(l, k))) as [ComplexNumber, ComplexNumber, ComplexNumber];
  return { re: [x.re, y.re, z.re], im: [x.im, y.im, z.im] };
};

/** a + sign b. */
export function addForms(a: LinearForm, b: LinearForm, sign: 1 | -1): LinearForm {
  const constant = complex(a.constant.re + sign * b.constant.re, a.constant.im + sign * b.constant.im);
  if (b.operator === null) return { constant, operator: a.operator };
  const zero: ComplexVector = { re: [0, 0, 0], im: [0, 0, 0] };
  const { re, im } = a.operator ?? zero;
  const other = b.operator;
  const sum = (p: ComplexVector["re"], q: ComplexVector["re"]) =>
    [p[0] + sign * q[0], p[1] + sign * q[1], p[2] + sign * q[2]] as const;
  return { constant, operator: { re: sum(re, other.re), im: sum(im, other.im) } };
}

/** The form times a number. */
export const scaleForm = (form: LinearForm, factor: ComplexNumber): LinearForm =>
  mapForm(form, (value) => multiplyComplex(value, factor));

/** The form over a number that is not 0. */
export const divideForm = (form: LinearForm, divisor: ComplexNumber): LinearForm =>
  mapForm(form, (value) => divideComplex(value, divisor));

const mapForm = ({ constant, operator }: LinearForm, of: (value: ComplexNumber) => ComplexNumber): LinearForm => ({
  constant: of(constant),
  operator: operator === null ? null : mapped(operator, of),
});
