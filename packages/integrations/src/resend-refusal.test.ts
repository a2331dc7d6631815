import { expect, test } from "vitest";
import { resendRefusal } from "./resend-refusal.ts";

test.each([
  [
    "no connection",
    { statusCode: null, name: "application_error", message: "Unable to fetch data." },
    "unavailable",
  ],
  ["a failing vendor", { statusCode: 500, name: "internal_server_error", message: "" }, "unavailable"],
  ["a gateway", { statusCode: 503, name: "application_error", message: "" }, "unavailable"],
  [
    "the same send still under way",
    { statusCode: 409, name: "concurrent_idempotent_requests", message: "" },
    "unavailable",
  ],
  ["an answer that is not the vendor's", "Bad gateway", "unavailable"],
  ["an answer without a status", { message: "Forbidden" }, "unavailable"],
  ["no key", { statusCode: 401, name: "missing_api_key", message: "Missing API Key" }, "misconfigured"],
  [
    "a wrong key",
    { statusCode: 400, name: "validation_error", message: "API key is invalid" },
    "misconfigured",
  ],
  [
    "a domain not verified",
    { statusCode: 403, name: "validation_error", message: "The domain is not verified." },
    "misconfigured",
  ],
  ["a wrong sender", { statusCode: 422, name: "invalid_from_address", message: "" }, "misconfigured"],
  ["a wrong base address", { statusCode: 404, name: "not_found", message: "" }, "misconfigured"],
  [
    "a malformed field",
    { statusCode: 422, name: "validation_error", message: "Invalid `to` field." },
    "rejected",
  ],
  [
    "the key of another message",
    { statusCode: 409, name: "invalid_idempotent_request", message: "" },
    "rejected",
  ],
  ["content the vendor will not carry", { statusCode: 451, name: "security_error", message: "" }, "rejected"],
])("%s is %3$s", (_, error, code) => {
  expect(resendRefusal(error, null)).toEqual({ code, retryable: code === "unavailable" });
});

test("check 75: the vendor's words, which may repeat an address, go no further", () => {
  const refusal = resendRefusal(
    {
      statusCode: 422,
      name: "validation_error",
      message: "Invalid `to`: ana@example.com",
    },
    null,
  );
  expect(JSON.stringify(refusal)).not.toContain("ana");
});

test("NOTIF-06 a vendor that asks for patience is busy, for as long as it says", () => {
  const limit = { statusCode: 429, name: "rate_limit_exceeded", message: "" };
  expect(resendRefusal(limit, { "retry-after": "7" })).toEqual({ code: "busy", afterMs: 7_000 });
  expect(resendRefusal({ ...limit, name: "daily_quota_exceeded" }, null)).toEqual({
    code: "busy",
    afterMs: null,
  });
  const maintenance = { statusCode: 503, name: "application_error", message: "" };
  expect(resendRefusal(maintenance, { "retry-after": "120" })).toEqual({ code: "busy", afterMs: 120_000 });
});
