import { contrastRatio } from "./contrast.ts";
import { hexToOklch, type Oklch, oklchToHex } from "./oklch.ts";

export type BrandTheme = {
  /** A fill, and text on any surface. */
  readonly accent: string;
  /** Hovered fill. */
  readonly strong: string;
  /** Text on the fill. */
  readonly onAccent: string;
  /** A tint that `accent` stays legible on. */
  readonly soft: string;
};

export type BrandTokens = { readonly light: BrandTheme; readonly dark: BrandTheme };

/**
 * A studio's colour as an accent for both themes (TEN-11, TEN-21): the hue is theirs, the lightness is moved only as far
 * as legibility asks (4.5 to 1 on every surface, on its own tint, and for the text upon it). Takes "#rgb" or "#rrggbb";
 * undefined for anything else, and the house accent then stands.
 */
export function brandTokens(hex: string): BrandTokens | undefined {
  const normal = normalizeHex(hex);
  if (normal === undefined) return undefined;
  const color = hexToOklch(normal);
  return { light: themeOf(color, LIGHT), dark: themeOf(color, DARK) };
}

/** A style rule that sets the brand for a whole page, dialogs included. Safe to print: it holds only hex digits. */
export function brandCss({ light, dark }: BrandTokens): string {
  return `:root{--brand-light:${light.accent};--brand-strong-light:${light.strong};--brand-ink-light:${light.onAccent};--brand-soft-light:${light.soft};--brand-dark:${dark.accent};--brand-strong-dark:${dark.strong};--brand-ink-dark:${dark.onAccent};--brand-soft-dark:${dark.soft}}`;
}

type Ground = {
  /** Surfaces of styles.css an accent may stand on; brand.test.ts holds the two files together. */
  readonly surfaces: readonly string[];
  /** Lies beyond every surface, so what is legible on those carries it. */
  readonly onAccent: string;
  readonly step: number;
  readonly start: (lightness: number) => number;
  readonly softLightness: number;
  readonly softChroma: number;
};

const LIGHT: Ground = {
  surfaces: ["#f7f6f1", "#fdfdfa", "#eeece4"],
  onAccent: "#fbfaf6",
  step: -0.005,
  start: (lightness) => Math.min(lightness, 0.6),
  softLightness: 0.93,
  softChroma: 0.03,
};

const DARK: Ground = {
  surfaces: ["#141815", "#1c211d", "#0e120e"],
  onAccent: "#0d1210",
  step: 0.005,
  start: (lightness) => Math.max(lightness, 0.7),
  softLightness: 0.31,
  softChroma: 0.045,
};

const AA_TEXT = 4.5;

function themeOf(color: Oklch, ground: Ground): BrandTheme {
  const soft = oklchToHex({
    ...color,
    lightness: ground.softLightness,
    chroma: Math.min(color.chroma * 0.4, ground.softChroma),
  });
  const chroma = Math.min(color.chroma, 0.17);
  let lightness = ground.start(color.lightness);
  let accent = oklchToHex({ ...color, lightness, chroma });
  while (!isLegible(accent, [...ground.surfaces, soft])) {
    lightness += ground.step;
    accent = oklchToHex({ ...color, lightness, chroma });
  }
  const strong = oklchToHex({ ...color, lightness: lightness + ground.step * 14, chroma });
  return { accent, strong, onAccent: ground.onAccent, soft };
}

function isLegible(accent: string, grounds: readonly string[]): boolean {
  return grounds.every((ground) => contrastRatio(accent, ground) >= AA_TEXT);
}

function normalizeHex(hex: string): string | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}
