import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { brandCss, brandTokens } from "./brand.ts";
import { contrastRatio } from "./contrast.ts";
import { hexToOklch } from "./oklch.ts";

const SURFACES = {
  light: ["#f7f6f1", "#fdfdfa", "#eeece4"],
  dark: ["#141815", "#1c211d", "#0e120e"],
};
const INK = { light: "#1d251f", dark: "#eae8e1" };

const extremes = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"];
const ordinary = ["#3b82f6", "#f97316", "#22c55e", "#808080", "#fef9c3", "#1e1b4b", "#ec4899", "#7c2d12"];
const sweep = ["00", "55", "aa", "ff"].flatMap((red) =>
  ["00", "55", "aa", "ff"].flatMap((green) =>
    ["00", "55", "aa", "ff"].map((blue) => `#${red}${green}${blue}`),
  ),
);

describe.each([...new Set([...extremes, ...ordinary, ...sweep])])("TEN-11 a studio's %s", (hex) => {
  const tokens = given(brandTokens(hex));

  test.each(["light", "dark"] as const)("is legible in the %s theme", (theme) => {
    const { accent, strong, onAccent, soft } = tokens[theme];
    for (const surface of SURFACES[theme]) expect(contrastRatio(accent, surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(accent, soft)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(onAccent, accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(onAccent, strong)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(INK[theme], soft)).toBeGreaterThanOrEqual(4.5);
  });
});

test("TEN-21 a colour that is legible already is left as it is", () => {
  expect(brandTokens("#1d4f91")?.light.accent).toBe("#1d4f91");
});

test.each(["#3b82f6", "#f97316", "#ec4899", "#22c55e"])("TEN-21 %s keeps its hue when moved", (hex) => {
  const { light, dark } = given(brandTokens(hex));
  const hue = hexToOklch(hex).hue;
  expect(hueDistance(hexToOklch(light.accent).hue, hue)).toBeLessThan(4);
  expect(hueDistance(hexToOklch(dark.accent).hue, hue)).toBeLessThan(4);
});

test("three digits, capitals and spaces are the same colour", () => {
  expect(brandTokens(" #3BF ")).toEqual(brandTokens("#33bbff"));
});

test.each(["", "blue", "3b82f6", "#12345", "#3b82f6ff", "#12345g", "#000;}body{display:none", "url(#000)"])(
  "%j is not a colour",
  (text) => expect(brandTokens(text)).toBeUndefined(),
);

test("the rule for a page holds custom properties and hex digits, nothing else", () => {
  const css = brandCss(given(brandTokens("#3b82f6")));
  expect(css).toMatch(/^:root\{(--brand-(strong-|ink-|soft-)?(light|dark):#[0-9a-f]{6};?){8}\}$/);
});

test("the surfaces a brand is measured against are those of styles.css", () => {
  const css = readFileSync(new URL("./styles.css", import.meta.url), "utf8");
  ["surface", "raised", "sunken"].forEach((name, index) => {
    expect(css).toContain(`--color-${name}: light-dark(${SURFACES.light[index]}, ${SURFACES.dark[index]});`);
  });
});

function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("expected a colour");
  return value;
}

function hueDistance(first: number, second: number): number {
  const apart = Math.abs(first - second) % 360;
  return Math.min(apart, 360 - apart);
}
