/**
 * P at points as text: the header x,y,z,P, then one point a line, decimals that read back to the same bits.
 *
 * @param points 3 numbers each
 * @param values one number a point
 */
export function densityCsv(points: Float64Array, values: Float64Array): string {
  const lines = ["x,y,z,P"];
  values.forEach((value, k) => {
    lines.push(`${points[3 * k]},${points[3 * k + 1]},${points[3 * k + 2]},${value}`);
  });
  return `${lines.join("\n")}\n`;
}
