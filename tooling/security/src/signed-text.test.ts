import { expect, test } from "vitest";
import { isIntact, newSigningKey, signerOf, signText } from "./signed-text.ts";

const text = "line one\nline two\n";

test("a signed report is intact, and no longer after any change", () => {
  const signed = signText(text, newSigningKey());
  expect(isIntact(signed)).toBe(true);
  for (const changed of [
    signed.replace("one", "won"),
    `x${signed}`,
    signed.replace("line two\n", ""),
    signed.replace(/signature: ./, "signature: A").replace(/signature: A/, "signature: B"),
    text,
    "",
  ]) {
    expect(isIntact(changed)).toBe(false);
  }
});

test("a report signed anew by somebody else is not the expected signer's", () => {
  const [mine, other] = [signText(text, newSigningKey()), signText(text, newSigningKey())];
  const expected = signerOf(mine) ?? "";
  expect(isIntact(mine, expected)).toBe(true);
  expect(isIntact(other, expected)).toBe(false);
});
