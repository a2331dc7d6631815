import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrastRatio } from "./contrast.ts";

type Theme = "light" | "dark";
const THEMES = ["light", "dark"] as const;
const tokens = readTokens();

test("black on white is 21 to 1, and a colour on itself 1 to 1", () => {
  expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastRatio("#777777", "#777777")).toBe(1);
  expect(contrastRatio("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
});

test("every colour token was read in both themes", () => {
  expect(tokens.size).toBeGreaterThan(50);
  for (const pair of tokens.values()) expect(pair).toEqual({ light: HEX, dark: HEX });
});

describe.each(THEMES)("QUAL-12 text is legible in the %s theme", (theme) => {
  const surfaces = ["surface", "raised", "sunken"];
  const texts = ["ink", "muted", "accent", "positive", "caution", "danger", "info"];
  test.each(pairs(texts, surfaces))("%s on %s", (text, ground) => {
    expect(contrastRatio(token(text, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  const tinted = [...tokens.keys()].filter((name) => name.endsWith("-soft"));
  test.each(tinted)("its own colour and ink on %s", (soft) => {
    const ground = token(soft, theme);
    expect(contrastRatio(token(soft.replace(/-soft$/, ""), theme), ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(token("ink", theme), ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(token("muted", theme), ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ["accent-ink", "accent"],
    ["accent-ink", "accent-strong"],
    ["danger-ink", "danger"],
    ["danger-ink", "danger-strong"],
    ["surface", "ink"],
  ])("%s on a fill of %s", (text, fill) => {
    expect(contrastRatio(token(text, theme), token(fill, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(surfaces)("the edge of a control and the focus ring are visible on %s", (ground) => {
    expect(contrastRatio(token("line-strong", theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
    expect(contrastRatio(token("accent", theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

const HEX: unknown = expect.stringMatching(/^#[0-9a-f]{6}$/);

function pairs(texts: readonly string[], grounds: readonly string[]): readonly (readonly [string, string])[] {
  return texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));
}

function token(name: string, theme: Theme): string {
  const pair = tokens.get(name);
  if (pair === undefined) throw new Error(`styles.css has no --color-${name}`);
  return pair[theme];
}

/** Reads `--color-x: light-dark(#…, #…)`; of `var(--brand-…, #…)` it takes the house colour. */
function readTokens(): ReadonlyMap<string, Readonly<Record<Theme, string>>> {
  const css = readFileSync(new URL("./styles.css", import.meta.url), "utf8");
  const declarations = css.matchAll(/--color-([\w-]+):\s*light-dark\(([^;]*)\);/g);
  const found = new Map<string, Readonly<Record<Theme, string>>>();
  for (const [, name = "", body = ""] of declarations) {
    if (name === "scrim") continue;
    const [light = "", dark = ""] = body.match(/#[0-9a-f]{6}/g) ?? [];
    found.set(name, { light, dark });
  }
  return found;
}
