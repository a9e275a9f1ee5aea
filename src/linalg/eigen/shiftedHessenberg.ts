/** P (H - z) = L U for a real upper Hessenberg matrix H and a complex number z, row by row. */
export interface ShiftedHessenberg {
  readonly order: number;
  /** Upper triangle, row-major; what lies below the diagonal is not read. */
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  /** The multiplier of each elimination. */
  readonly lowerReal: Float64Array;
  readonly lowerImaginary: Float64Array;
  /** Whether rows k and k + 1 were exchanged. */
  readonly exchanged: Uint8Array;
}

/** Room for one factorisation of that order. */
export const shiftedHessenberg = (order: number): ShiftedHessenberg => ({
  order,
  real: new Float64Array(order * order),
  imaginary: new Float64Array(order * order),
  lowerReal: new Float64Array(order),
  lowerImaginary: new Float64Array(order),
  exchanged: new Uint8Array(order),
});

/** Factors H - (re + i im) into `into`. A pivot below `smallest` is replaced by it: z is an eigenvalue to rounding. */
export function factorShiftedHessenberg(
  hessenberg: Float64Array,
  re: number,
  im: number,
  smallest: number,
  into: ShiftedHessenberg,
): void {
  const { order: n, real, imaginary, lowerReal, lowerImaginary, exchanged } = into;
  for (let k = 0; k < n; k++) {
    const from = Math.max(0, k - 1);
    for (let j = from, at = k * n + from; j < n; j++, at++) {
      real[at] = hessenberg[at]!;
      imaginary[at] = 0;
    }
    real[k * n + k]! -= re;
    imaginary[k * n + k]! -= im;
  }
  for (let k = 0; k + 1 < n; k++) {
    const here = k * n;
    const below = here + n;
    // The entry below the diagonal is real until its row has been the pivot's, and by then it is gone.
    const sub = real[below + k]!;
    exchanged[k] = Math.abs(sub) > Math.hypot(real[here + k]!, imaginary[here + k]!) ? 1 : 0;
    if (exchanged[k] === 1) {
      for (let j = k; j < n; j++) {
        [real[here + j], real[below + j]] = [real[below + j]!, real[here + j]!];
        [imaginary[here + j], imaginary[below + j]] = [imaginary[below + j]!, imaginary[here + j]!];
      }
    }
    raisePivot(into, k, smallest);
    const pr = real[here + k]!;
    const pi = imaginary[here + k]!;
    const squared = pr * pr + pi * pi;
    const ar = real[below + k]!;
    const ai = imaginary[below + k]!;
    const lr = (ar * pr + ai * pi) / squared;
    const li = (ai * pr - ar * pi) / squared;
    lowerReal[k] = lr;
    lowerImaginary[k] = li;
    if (lr === 0 && li === 0) continue;
    for (let j = k + 1; j < n; j++) {
      const ur = real[here + j]!;
      const ui = imaginary[here + j]!;
      real[below + j]! -= lr * ur - li * ui;
      imaginary[below + j]! -= lr * ui + li * ur;
    }
  }
  if (n > 0) raisePivot(into, n - 1, smallest);
}

function raisePivot({ order, real, imaginary }: ShiftedHessenberg, k: number, smallest: number): void {
  const at = k * order + k;
  if (Math.hypot(real[at]!, imaginary[at]!) >= smallest) return;
  real[at] = smallest;
  imaginary[at] = 0;
}

/** x <- (H - z)^-1 x. */
export function solveShifted(factors: ShiftedHessenberg, xr: Float64Array, xi: Float64Array): void {
  const { order: n, real, imaginary, lowerReal, lowerImaginary, exchanged } = factors;
  for (let k = 0; k + 1 < n; k++) {
    if (exchanged[k] === 1) exchange(xr, xi, k);
    const lr = lowerReal[k]!;
    const li = lowerImaginary[k]!;
    xr[k + 1]! -= lr * xr[k]! - li * xi[k]!;
    xi[k + 1]! -= lr * xi[k]! + li * xr[k]!;
  }
  for (let k = n - 1; k >= 0; k--) {
    let sr = xr[k]!;
    let si = xi[k]!;
    for (let j = k + 1, at = k * n + k + 1; j < n; j++, at++) {
      sr -= real[at]! * xr[j]! - imaginary[at]! * xi[j]!;
      si -= real[at]! * xi[j]! + imaginary[at]! * xr[j]!;
    }
    const pr = real[k * n + k]!;
    const pi = imaginary[k * n + k]!;
    const squared = pr * pr + pi * pi;
    xr[k] = (sr * pr + si * pi) / squared;
    xi[k] = (si * pr - sr * pi) / squared;
  }
}

/** x <- (H - z)^-* x, with the adjoint. */
export function solveShiftedAdjoint(factors: ShiftedHessenberg, xr: Float64Array, xi: Float64Array): void {
  const { order: n, real, imaginary, lowerReal, lowerImaginary, exchanged } = factors;
  for (let k = 0; k < n; k++) {
    const pr = real[k * n + k]!;
    const pi = imaginary[k * n + k]!;
    const squared = pr * pr + pi * pi;
    const vr = (xr[k]! * pr - xi[k]! * pi) / squared;
    const vi = (xi[k]! * pr + xr[k]! * pi) / squared;
    xr[k] = vr;
    xi[k] = vi;
    for (let j = k + 1, at = k * n + k + 1; j < n; j++, at++) {
      xr[j]! -= real[at]! * vr + imaginary[at]! * vi;
      xi[j]! -= real[at]! * vi - imaginary[at]! * vr;
    }
  }
  for (let k = n - 2; k >= 0; k--) {
    const lr = lowerReal[k]!;
    const li = lowerImaginary[k]!;
    xr[k]! -= lr * xr[k + 1]! + li * xi[k + 1]!;
    xi[k]! -= lr * xi[k + 1]! - li * xr[k + 1]!;
    if (exchanged[k] === 1) exchange(xr, xi, k);
  }
}

function exchange(xr: Float64Array, xi: Float64Array, k: number): void {
  [xr[k], xr[k + 1]] = [xr[k + 1]!, xr[k]!];
  [xi[k], xi[k + 1]] = [xi[k + 1]!, xi[k]!];
}
