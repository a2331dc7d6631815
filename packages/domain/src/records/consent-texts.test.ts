import { expect, test } from "vitest";
import { consentKinds, consentRules } from "./consent.ts";
import { consentTexts } from "./consent-texts.ts";

test("CONS-02 CONS-03 the words of a version never change: other words are another version", () => {
  // Whoever changes a text raises its version and writes the new pair here.
  expect(
    consentKinds.map((kind) => [kind, consentRules[kind].version, digest(consentTexts[kind])]),
  ).toMatchInlineSnapshot(`
    [
      [
        "treatment",
        1,
        "e814e6f8",
      ],
      [
        "telehealth",
        1,
        "dce78b8e",
      ],
      [
        "text_messages",
        2,
        "28bc0e85",
      ],
      [
        "ai_notes",
        1,
        "eab97500",
      ],
    ]
  `);
});

/** FNV-1a over the words: enough to notice that they are others. */
function digest(text: unknown): string {
  let hash = 2_166_136_261;
  for (const char of JSON.stringify(text)) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  return hash.toString(16);
}
