import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { ok, refuse } from "../result.ts";
import { dayMs, hourMs, minuteMs, plus } from "../time/index.ts";
import { appointmentStatuses } from "./appointment-status.ts";
import { decideSendingAgain, offersSendingAgain, type SendAgainFacts } from "./send-again.ts";

const now = at("2027-01-04T15:00Z");
const start = plus(now, 2 * dayMs);
const sent = {
  kind: "confirmation",
  plannedFor: null,
  overtaken: "by_nothing",
  standing: "left",
  leftAt: plus(now, -hourMs),
} as const;

function decide(message: Partial<SendAgainFacts["message"]> = {}, changes: Partial<SendAgainFacts> = {}) {
  const facts = { message: { ...sent, ...message }, visit: { status: "scheduled", start }, now } as const;
  const decided = decideSendingAgain({
    reminders: "allowed",
    address: "takes_mail",
    sentAgain: 0,
    ...facts,
    ...changes,
  });
  return decided.ok ? decided.value : decided.refusal;
}
const reminder = { kind: "reminder", plannedFor: start } as const;

test("NOTIF-15 a confirmation and a reminder of a visit that stands are sent again", () => {
  expect([decide(), decide(reminder)]).toEqual(["send", "send"]);
  expect(decide({ leftAt: null })).toBe("send"); // it failed: there is all the more reason
});

test("NOTIF-15 nothing is sent again of a visit that is cancelled, has begun or does not stand", () => {
  const visit = (status: SendAgainFacts["visit"]["status"]) => decide({}, { visit: { status, start } });
  expect(Object.fromEntries(appointmentStatuses.map((status) => [status, visit(status)]))).toEqual({
    held: "nothing_to_send",
    requested: "nothing_to_send",
    scheduled: "send",
    confirmed: "send",
    checked_in: "nothing_to_send",
    in_progress: "nothing_to_send",
    completed: "nothing_to_send",
    cancelled: "visit_cancelled",
    no_show: "nothing_to_send",
  });
  expect(decide({}, { now: start })).toBe("visit_over");
  expect(decide({}, { now: plus(start, -1) })).toBe("send");
});

test("NOTIF-15 nor another kind of message, one that never left, and one of a time that the visit does not have any more", () => {
  const refused = [
    decide({ kind: "other" }),
    decide({ standing: "not_sent" }),
    decide({ overtaken: "by_a_newer_one" }),
    decide({ ...reminder, plannedFor: plus(start, hourMs) }),
  ];
  expect(refused).toEqual(Array(4).fill("nothing_to_send"));
});

test("NOTIF-15 CONS-04 what is on its way or has just left is not sent twice, and who wants no reminders gets none", () => {
  expect(decide({ standing: "on_its_way" })).toBe("on_its_way");
  expect(decide({ leftAt: plus(now, -5 * minuteMs + 1) })).toBe("just_sent");
  expect(decide({ leftAt: plus(now, -5 * minuteMs) })).toBe("send");
  expect(decide(reminder, { reminders: "not_wanted" })).toBe("not_wanted");
  expect(decide({}, { reminders: "not_wanted" })).toBe("send");
});

test("NOTIF-15 NOTIF-07 nothing is sent again to an address that is stopped", () => {
  expect(decide({}, { address: "stopped" })).toBe("address_stopped");
  expect(decide({ standing: "on_its_way" }, { address: "stopped" })).toBe("address_stopped");
});

test("NOTIF-15 one client is sent no more than three messages again in an hour", () => {
  expect(decide({}, { sentAgain: 2 })).toBe("send");
  expect(decide({}, { sentAgain: 3 })).toBe("too_often");
  expect(decide(reminder, { sentAgain: 4 })).toBe("too_often");
});

test("NOTIF-15 what has to wait a moment keeps its button, and what will not be sent again has none", () => {
  const offered = ["on_its_way", "just_sent", "too_often"] as const;
  const gone = ["visit_cancelled", "visit_over", "nothing_to_send", "not_wanted", "address_stopped"] as const;
  expect(offered.map((refusal) => offersSendingAgain(refuse(refusal)))).toEqual([true, true, true]);
  expect(gone.some((refusal) => offersSendingAgain(refuse(refusal)))).toBe(false);
  expect(offersSendingAgain(ok("send"))).toBe(true);
});
