import { expect, test } from "vitest";
import { identityIn } from "./identity-in.ts";

const issuer = "https://id.example.com";
const claims = { iss: issuer, sub: "robin", email: "Robin@Example.com", email_verified: true };

test("check 44 an identity is issuer, subject and the address that was verified, in lower case", () => {
  expect(identityIn({ ...claims, groups: ["admin"], name: "Robin" }, issuer)).toEqual({
    issuer,
    subject: "robin",
    verifiedEmail: "robin@example.com",
  });
});

test.each([
  ["of another issuer", { iss: "https://evil.example" }],
  ["of the issuer with a slash", { iss: `${issuer}/` }],
  ["of no issuer", { iss: undefined }],
  ["without a subject", { sub: undefined }],
  ["with an empty subject", { sub: "" }],
  ["with a number for a subject", { sub: 7 }],
  ["with a subject too long", { sub: "x".repeat(256) }],
  ["with a NUL in the subject", { sub: "rob\0in" }],
] as const)("check 44 claims %s are nobody's", (_, changed) => {
  expect(identityIn({ ...claims, ...changed }, issuer)).toBeNull();
});

test.each([
  ["unverified", { email_verified: false }],
  ["verified in words", { email_verified: "true" }],
  ["of which nothing is said", { email_verified: undefined }],
  ["absent", { email: undefined }],
  ["a list", { email: ["robin@example.com"] }],
  ["two in one", { email: "robin@example.com,eve@evil.example" }],
  ["two after each other", { email: "robin@example.com eve@evil.example" }],
  ["quoted", { email: '"robin@example.com"@evil.example' }],
  ["with two signs", { email: "robin@example.com@evil.example" }],
  ["with a sign that folds to @", { email: "robin\uff20example.com" }],
  ["with letters that fold to ours", { email: "robin@ex\u{ff41}mple.com" }],
  ["with a ligature", { email: "o\ufb03ce@example.com" }],
  ["with a line break", { email: "robin@example.com\r\nBcc: eve@evil.example" }],
  ["with a direction mark", { email: "robin\u202e@example.com" }],
  ["with a lone surrogate", { email: "robin\ud800@example.com" }],
  ["too long", { email: `${"x".repeat(250)}@example.com` }],
] as const)("check 44 an address %s vouches for nobody", (_, changed) => {
  expect(identityIn({ ...claims, ...changed }, issuer)?.verifiedEmail).toBeNull();
});
