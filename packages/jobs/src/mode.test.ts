import { expect, test } from "vitest";
import { jobsMode, type JobsSettings } from "./mode.ts";

const server = {
  INNGEST_EVENT_KEY: "event",
  INNGEST_SIGNING_KEY: "signkey-prod-1234",
  INNGEST_SERVE_ORIGIN: "https://studio.test",
};
const mode = (settings: Partial<JobsSettings>) => jobsMode({ production: true, ...settings });

test("no setting at all means the embedded engine, and an empty one is none", () => {
  const embedded = { ok: true, value: { kind: "embedded" } };
  expect(mode({})).toEqual(embedded);
  expect(mode({ production: false, INNGEST_EVENT_KEY: "", INNGEST_DEV: "" })).toEqual(embedded);
  expect(mode({ INNGEST_DEV: "0" })).toEqual(embedded);
});

test("INNGEST_DEV means the dev server, by default or by URL, and never in production", () => {
  expect(mode({ production: false, INNGEST_DEV: "1" })).toEqual({ ok: true, value: { kind: "dev" } });
  const url = "http://localhost:8288";
  expect(mode({ production: false, INNGEST_DEV: url })).toEqual({ ok: true, value: { kind: "dev", url } });
  expect(mode({ INNGEST_DEV: "1" })).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining("production") },
  });
  expect(mode({ production: false, INNGEST_DEV: "yes please" }).ok).toBe(false);
});

test("keys and origin together mean a server", () => {
  const {
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_SERVE_ORIGIN: serveOrigin,
  } = server;
  const value = { kind: "server", eventKey, signingKey, serveOrigin };
  expect(mode(server)).toEqual({ ok: true, value });
  expect(mode({ ...server, INNGEST_DEV: "0", INNGEST_BASE_URL: "https://inngest.test" })).toEqual({
    ok: true,
    value: { ...value, baseUrl: "https://inngest.test" },
  });
});

test("the key before or after the present one is taken along, and is nothing by itself", () => {
  const INNGEST_SIGNING_KEY_FALLBACK = "signkey-prod-5678";
  expect(mode({ ...server, INNGEST_SIGNING_KEY_FALLBACK })).toMatchObject({
    ok: true,
    value: { signingKeyFallback: INNGEST_SIGNING_KEY_FALLBACK },
  });
  expect(mode({ INNGEST_SIGNING_KEY_FALLBACK })).toMatchObject({
    ok: false,
    refusal: { missing: Object.keys(server) },
  });
});

test.each(Object.keys(server))("a server without %s is refused by that name", (missing) => {
  const settings = Object.fromEntries(Object.entries(server).filter(([name]) => name !== missing));
  const decided = mode(settings);
  expect(decided).toMatchObject({
    ok: false,
    refusal: { missing: [missing], message: expect.stringContaining(missing) },
  });
  expect(JSON.stringify(decided)).not.toContain("signkey-prod-1234");
});

test("a base URL alone is refused with everything else it needs", () => {
  const decided = mode({ INNGEST_BASE_URL: "https://inngest.test" });
  expect(decided).toMatchObject({ ok: false, refusal: { missing: Object.keys(server) } });
});

test("URLs have to be URLs", () => {
  expect(mode({ ...server, INNGEST_SERVE_ORIGIN: "studio.test" }).ok).toBe(false);
  expect(mode({ ...server, INNGEST_BASE_URL: "ftp://inngest.test" }).ok).toBe(false);
});
