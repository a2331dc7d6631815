/** A colour by perceived lightness (0-1), chroma (0 is grey) and hue (degrees): it keeps its hue when made lighter. */
export type Oklch = { readonly lightness: number; readonly chroma: number; readonly hue: number };

/** "#rrggbb" of a colour; chroma beyond what a screen can show is reduced rather than clipped, so the hue holds. */
export function oklchToHex(color: Oklch): string {
  let chroma = color.chroma;
  let channels = toLinearRgb({ ...color, chroma });
  while (chroma > 0 && channels.some((channel) => channel < -0.0005 || channel > 1.0005)) {
    chroma = Math.max(0, chroma - 0.004);
    channels = toLinearRgb({ ...color, chroma });
  }
  return `#${channels.map(toHexPair).join("")}`;
}

/** Reads "#rrggbb". The matrices are Björn Ottosson's OKLab (2020). */
export function hexToOklch(hex: string): Oklch {
  const red = fromHexPair(hex, 1);
  const green = fromHexPair(hex, 3);
  const blue = fromHexPair(hex, 5);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, b),
    hue: (Math.atan2(b, a) * 180) / Math.PI,
  };
}

function toLinearRgb({ lightness, chroma, hue }: Oklch): readonly number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toHexPair(linear: number): string {
  const clamped = Math.min(1, Math.max(0, linear));
  const channel = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(255 * channel)
    .toString(16)
    .padStart(2, "0");
}

function fromHexPair(hex: string, at: number): number {
  const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
