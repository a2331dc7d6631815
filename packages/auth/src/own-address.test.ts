import { expect, test } from "vitest";
import { ownAddress } from "./own-address.ts";

const at = (path: string, method = "GET") => {
  const { pathname, search } = ownAddress({ url: `https://app.example.com/api/auth/${path}`, method });
  return pathname + search;
};

test("check 44 what a sign-in's address adds for the provider is dropped: redirect address, client, scope, answer", () => {
  const evil =
    "redirect_uri=https%3A%2F%2Fevil.example&client_id=x&scope=all&response_type=token&nonce=1&state=1";
  expect(at(`signin/oidc?${evil}`, "POST")).toBe("/api/auth/signin/oidc");
  expect(at(`signin/oidc?${evil}&callbackUrl=https%3A%2F%2Fevil.example`)).toBe("/api/auth/signin/oidc");
});

test("check 44 of a provider's answer only code, state, issuer and error are read, each if it is there once", () => {
  expect(at("callback/oidc?code=a&state=b&iss=c&id_token=d&access_token=e&oauth_token=f")).toBe(
    "/api/auth/callback/oidc?code=a&state=b&iss=c",
  );
  expect(at("callback/oidc?code=a&code=b&state=c&error_description=Robin")).toBe(
    "/api/auth/callback/oidc?state=c",
  );
  expect(at("error?error=Callback&x=1")).toBe("/api/auth/error?error=Callback");
  expect(at("session?x=1")).toBe("/api/auth/session");
});
