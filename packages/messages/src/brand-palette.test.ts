import { expect, test } from "vitest";
import { brandPalette, contrast, darkPaper, ground } from "./brand-palette.ts";

const steps = [0, 51, 102, 153, 204, 255];
const colors = steps.flatMap((r) =>
  steps.flatMap((g) =>
    steps.map((b) => `#${[r, g, b].map((value) => value.toString(16).padStart(2, "0")).join("")}`),
  ),
);

test("every brand colour is legible wherever a message uses it", () => {
  for (const color of colors) {
    const palette = brandPalette(color);
    expect(contrast(palette.fill, palette.onFill), `button of ${color}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.ink, ground), `${color} on light`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.inkOnDark, darkPaper), `${color} on dark`).toBeGreaterThanOrEqual(4.5);
  }
});

test("a colour that is legible already stays itself", () => {
  expect(brandPalette("#2A5A4C")).toMatchObject({ fill: "#2a5a4c", onFill: "#ffffff", ink: "#2a5a4c" });
});

test("a pale colour keeps its shade and carries dark words", () => {
  expect(brandPalette("#ffe066")).toMatchObject({ fill: "#ffe066", onFill: "#101512" });
});

test("what is not a colour never reaches a style", () => {
  for (const brandColor of ["red", "", "#12345", "#123456;}body{display:none", "#12345g"]) {
    expect(brandPalette(brandColor)).toEqual(brandPalette("#2a5a4c"));
  }
});
