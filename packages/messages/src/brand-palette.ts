/** Colours for one message: its studio's own, moved just far enough to be read. */
export type BrandPalette = {
  /** Behind a button's words, and on a coloured rule. */
  readonly fill: string;
  readonly onFill: string;
  /** The brand as text: on light paper, and on dark. */
  readonly ink: string;
  readonly inkOnDark: string;
};

/** What surrounds the paper of a message; the paper itself is lighter, so what is legible here is legible there. */
export const ground = "#f1efe7";
export const darkPaper = "#1c211d";
const productGreen = "#2a5a4c";
const white = "#ffffff";
const nearBlack = "#101512";
const legible = 4.5;

/**
 * Makes a studio's colour legible by WCAG AA wherever a message uses it. A pale colour keeps its own shade and carries
 * dark words; every other one is darkened until white words stand on it. What is not "#rrggbb" gives the product's green:
 * a message goes out whatever became of the branding, and nothing but a colour ever reaches a style.
 */
export function brandPalette(brandColor: string): BrandPalette {
  const brand = /^#[0-9a-f]{6}$/i.test(brandColor) ? brandColor.toLowerCase() : productGreen;
  const pale = contrast(brand, white) < 2.6;
  const fill = pale ? brand : towards(brand, "#000000", white);
  return {
    fill,
    onFill: pale ? nearBlack : white,
    ink: towards(brand, "#000000", ground),
    inkOnDark: towards(brand, white, darkPaper),
  };
}

/** WCAG 2 contrast ratio of two "#rrggbb" colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Mixes `color` with `end`, one hundredth at a time, until it is legible on `ground`. */
function towards(color: string, end: string, ground: string): string {
  for (let step = 0; step < 100; step += 1) {
    const mixed = mix(color, end, step / 100);
    if (contrast(mixed, ground) >= legible) return mixed;
  }
  return end;
}

function mix(color: string, end: string, share: number): string {
  const to = channels(end);
  const mixed = channels(color).map((from, index) => Math.round(from + ((to[index] ?? from) - from) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
