import { portalNotices, staffNotices } from "@quietroom/domain/messaging";
import { expect, test } from "vitest";
import { ageWords, failureOfMessage, failureOfWork, isLate, mailWords } from "./work-words.ts";

const minute = 60_000;

test("INFRA-10 how long something has waited is said in the largest unit that fits", () => {
  expect(
    [0, 59_999, minute, 59 * minute, 60 * minute, 47 * 60 * minute, 48 * 60 * minute].map(ageWords),
  ).toEqual([
    "less than a minute",
    "less than a minute",
    "1 minute",
    "59 minutes",
    "1 hour",
    "47 hours",
    "2 days",
  ]);
});

test("NOTIF-02 work is late once it has waited for more than the five minutes that are promised", () => {
  expect([isLate(null, null), isLate(5 * minute, null), isLate(null, 5 * minute + 1)]).toEqual([
    false,
    false,
    true,
  ]);
});

test("NOTIF-06 every reason for which a message is given up has words and a next step, and an unknown one is not hidden", () => {
  const about = { kind: "confirmation", to: "client" } as const;
  for (const reason of ["rejected", "unavailable", "busy", "misconfigured", "address_gone"]) {
    expect(failureOfMessage({ ...about, reason }).why).not.toContain(reason);
    expect(failureOfMessage({ ...about, reason }).next).not.toBe("");
  }
  expect(failureOfMessage({ ...about, reason: "no_such_code" }).why).toBe("no such code");
  expect(failureOfMessage({ ...about, reason: null }).why).toBe("No reason was kept.");
  expect(failureOfWork("TypeError")).toContain("TypeError");
  expect(failureOfWork("FunctionUnknown")).toContain("does not know");
});

test("NOTIF-06 what to do about mail to a colleague speaks of no client, and mail with a link is asked for again", () => {
  for (const kind of staffNotices)
    for (const reason of ["rejected", "unavailable", "busy", "misconfigured", "address_gone", null])
      expect(failureOfMessage({ kind, to: "colleague", reason }).next).not.toMatch(/client/);
  expect(failureOfMessage({ kind: "invitation", to: "colleague", reason: "rejected" }).next).toBe(
    "Invite them again from Team.",
  );
  expect(failureOfMessage({ kind: "account_locked", to: "client", reason: "rejected" }).next).toContain(
    "in their record",
  );
});

test("NOTIF-06 every mail about an account has a name of its own on the page", () => {
  for (const kind of [...staffNotices, ...portalNotices]) expect(mailWords(kind)).toMatch(/^[A-Z][^_]+$/);
  expect(mailWords("confirmation")).toBeUndefined();
});
