import { type Camera, cameraAt } from "../../plot/camera.ts";
import type { Vector, View } from "../state.ts";

/* From where the sphere is looked at, and how that moves. */

/** A peak of a million spins is 1e-3 wide. */
export const MOST_ZOOM = 2000;
export const LEAST_ZOOM = 0.5;

const DEGREES = 180 / Math.PI;
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Within (-180, 180], and without digits that nobody sees. */
function tidy({ azimuth, elevation, zoom }: View): View {
  const turned = azimuth - 360 * Math.ceil((azimuth - 180) / 360);
  // A thousandth of a degree is a pixel at a zoom of 100; beyond it more digits count.
  const places = 3 + Math.max(0, Math.ceil(Math.log10(zoom)));
  return {
    azimuth: Number(turned.toFixed(places)) + 0,
    elevation: Number(clamp(elevation, -90, 90).toFixed(places)) + 0,
    zoom: Number(clamp(zoom, LEAST_ZOOM, MOST_ZOOM).toPrecision(4)),
  };
}

export const cameraOf = ({ azimuth, elevation }: View): Camera => cameraAt(azimuth, elevation);

/** From the other side. */
export const behind = ({ azimuth, elevation, zoom }: View): View => ({
  azimuth: azimuth + 180,
  elevation: -elevation,
  zoom,
});

/** The sphere follows a finger by so many pixels to the right and down; `radius` is its own, with the zoom. */
export function dragged(view: View, right: number, down: number, radius: number): View {
  // Around the poles a step in azimuth is a short way on the sphere.
  const across = Math.max(0.2, Math.cos(view.elevation / DEGREES));
  return tidy({
    azimuth: view.azimuth - ((right / radius) * DEGREES) / across,
    elevation: view.elevation + (down / radius) * DEGREES,
    zoom: view.zoom,
  });
}

/**
 * Nearer by a factor. What is under the pointer, so many pixels right of and below the middle, stays there as far as the sphere goes.
 *
 * @param radius of the sphere in pixels before
 */
export function zoomed(view: View, factor: number, radius: number, right = 0, down = 0): View {
  const zoom = clamp(view.zoom * factor, LEAST_ZOOM, MOST_ZOOM);
  const applied = zoom / view.zoom;
  const [x, y] = [right / radius, down / radius];
  // Beyond the rim there is nothing to stay, and a small sphere stays as a whole.
  if (Math.hypot(x, y) > 1 || zoom <= 1) return tidy({ ...view, zoom });
  const angle = (place: number): number => Math.asin(place) - Math.asin(clamp(place / applied, -1, 1));
  return dragged({ ...view, zoom }, -angle(x) * radius, -angle(y) * radius, radius);
}

/** With a point in the middle; the zoom stays. */
export function facing(view: View, [x, y, z]: Vector): View {
  const flat = Math.hypot(x, y);
  if (flat === 0 && z === 0) return view;
  return tidy({
    azimuth: flat === 0 ? view.azimuth : Math.atan2(y, x) * DEGREES,
    elevation: Math.atan2(z, flat) * DEGREES,
    zoom: view.zoom,
  });
}

/** The unit vector that is seen at u to the right and v up, on the near half; of places beyond the rim the nearest point of it. */
export function nearPoint({ right, up, toward }: Camera, u: number, v: number): Vector {
  const distance = Math.max(1, Math.hypot(u, v));
  const [a, b] = [u / distance, v / distance];
  const depth = Math.sqrt(Math.max(0, 1 - a * a - b * b));
  const at = (k: 0 | 1 | 2): number => right[k] * a + up[k] * b + toward[k] * depth;
  return [at(0), at(1), at(2)];
}
