import { diagnose, spinModel } from "blochfem";
import { certifySphere, sphereMoments, verifyCertificate } from "blochfem/diagnose";
import { steadyHarmonics } from "blochfem/harmonic";

// Is the steady state a mixture of product states? A witness T >= 0 on the sphere with int P T < 0 says no.
const model = spinModel({ spins: 12, field: [0.5, 0, 0], collective: { decay: 1, dephasing: 0.2 } });
const { state, roundingError } = steadyHarmonics(model, { band: 12 });
const moments = sphereMoments({ spins: 12, band: 12, multipoles: state.unknowns }, roundingError);
const certificate = certifySphere(moments);
if (certificate.outcome === "entangled") {
  const { value, visibility } = certificate;
  console.log(
    `entangled: int P T = ${value.toFixed(5)}, until mixed with ${(1 - visibility).toFixed(4)} of white noise`,
  );
}
console.log(`checked by other formulas: ${verifyCertificate(moments, certificate).valid}`);

// The verb finds the steady state itself, and says besides what makes the equation of P parabolic.
const { parabolicity, entanglement } = diagnose(model);
console.log(`parabolic from a dephasing of ${parabolicity.requiredDephasing?.toFixed(2)} on`);
console.log(`entangled by what experiments quote: ${entanglement?.detects}`);
