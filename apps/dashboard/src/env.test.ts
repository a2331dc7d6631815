import { expect, test } from "vitest";
import { openIdIn, readEnv } from "./env.ts";

const good = {
  DATABASE_URL: "postgresql://quietroom_app:secret@127.0.0.1:5432/quietroom",
  QUIETROOM_MODE: "production",
  QUIETROOM_LINK_KEY: Buffer.alloc(32, 7).toString("base64"),
  QUIETROOM_KEY_SERVICE: "local",
  QUIETROOM_MASTER_KEY_FILE: "/etc/quietroom/master.key",
  NEXTAUTH_SECRET: "a".repeat(44),
  NEXTAUTH_URL: "https://app.example.com",
  BOOKING_URL: "https://book.example.com",
};
const provider = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "quietroom",
  OIDC_CLIENT_SECRET: "a secret of the provider",
  OIDC_NAME: "Example ID",
};

test("a complete environment is read, with a provider or without", () => {
  expect(openIdIn(readEnv(good))).toBeNull();
  expect(openIdIn(readEnv({ ...good, ...provider }))).toMatchObject({ issuer: "https://id.example.com" });
});

test.each(Object.keys(good))("check 43 without %s the dashboard refuses to start and names it", (name) => {
  const { [name]: _left, ...rest }: Record<string, string> = good;
  expect(() => readEnv(rest)).toThrow(new RegExp(`cannot start[\\s\\S]*${name}: .{10}`));
});

test.each([
  ["a secret that is too short", { NEXTAUTH_SECRET: "short-secret" }, /NEXTAUTH_SECRET: 32 characters/],
  ["a key that is too short", { QUIETROOM_LINK_KEY: "c2hvcnQ=" }, /QUIETROOM_LINK_KEY: 32 bytes/],
  ["an address that is not encrypted", { NEXTAUTH_URL: "http://app.example.com" }, /NEXTAUTH_URL: .*https/],
  ["half a provider", { OIDC_ISSUER: "https://id.example.com" }, /OIDC_CLIENT_SECRET: set it too/],
  ["a provider in the open", { ...provider, OIDC_ISSUER: "http://id.example.com" }, /OIDC_ISSUER: .*https/],
  ["a host taken from requests", { AUTH_TRUST_HOST: "true" }, /AUTH_TRUST_HOST: leave it out/],
])("check 43 AUTH-12 %s is refused at start, and its value not repeated", (_, wrong, words) => {
  expect(() => readEnv({ ...good, ...wrong })).toThrow(words);
  expect(() => readEnv({ ...good, ...wrong })).not.toThrow(/short-secret/);
});

test("AUTH-12 the sandbox, which shows everybody's codes, cannot stand beside a real server", () => {
  const sandbox = { SANDBOX_URL: "http://127.0.0.1:3004" };
  expect(() => readEnv({ ...good, ...sandbox })).toThrow(/SANDBOX_URL: leave it out/);
  expect(readEnv({ ...good, ...sandbox, QUIETROOM_MODE: "demo" }).SANDBOX_URL).toBe(sandbox.SANDBOX_URL);
});
