import { minuteMs, plus } from "@quietroom/domain/time";
import { cancelByLink, rescheduleByLink } from "@quietroom/services/scheduling";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

// Words that stand nowhere else, so that finding one anywhere is finding a leak.
const marked = {
  givenName: "Canarygiven",
  familyName: "Canaryfamily",
  birthDate: "1961-03-07",
  email: "canary.mail@example.com",
  phone: "+1 212 555 7461",
};
const secrets = [
  "canarygiven",
  "canaryfamily",
  "1961-03-07",
  "canary.mail",
  "5557461",
  "555 7461",
  "canaryservice",
  "canaryreason",
];

test("NOTIF-11 no word of a person gets into events, jobs, the ledger, audits or logs; a message holds the first name alone", async () => {
  const story = await tellStory({ service: { name: "Canaryservice for the pelvic floor" } });
  const startsAt = await story.at(4, "10:00");
  const first = await story.book(startsAt, { ...marked, email: "canary.mail+1@example.com" });
  const second = await story.book(plus(startsAt, 120 * minuteMs), marked);
  await story.join({ ...marked, email: "canary.mail+2@example.com" });
  story.sender.refusals.push({ code: "unavailable", retryable: true });
  await story.settle();
  await story.settleAt(await story.at(1, "09:00")); // whichever message was refused has gone by its retry
  const link = (id: string) => story.studio.as({ link: "appointment", id });
  succeeded(await cancelByLink(link(first.appointmentId), { reason: "canaryreason" }));
  succeeded(
    await rescheduleByLink(link(second.appointmentId), {
      practitionerId: null,
      startsAt: plus(startsAt, 240 * minuteMs),
    }),
  );
  await story.settle();
  succeeded(await story.answer("canary.mail+2@example.com", "accept"));
  await story.settle();
  await story.settleAt(plus(startsAt, -119 * minuteMs)); // the last reminder
  expect(new Set(story.sender.sent.map(({ content }) => content.template))).toEqual(
    new Set([
      "waitlist-joined",
      "appointment-confirmation",
      "appointment-cancelled",
      "appointment-rescheduled",
      "waitlist-offer",
      "appointment-reminder",
    ]),
  );

  const places = await story.query(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and (n.nspname = 'jobs' or c.relname in ('outbox', 'notification', 'audit_event', 'waitlist_offer', 'opening'))`,
  );
  expect(places.length).toBeGreaterThan(8);
  for (const { name } of places) {
    const [dump] = await story.query(
      `select coalesce(string_agg(t::text, ' '), '') as text from ${String(name)} t`,
    );
    expect(leaks(String(dump?.["text"])), `in ${String(name)}`).toEqual([]);
  }
  expect(leaks(JSON.stringify(story.runtime.logged))).toEqual([]);

  for (const { content } of story.sender.sent) {
    const said = leaks(JSON.stringify(content));
    expect(said, content.template).toEqual(["canarygiven"]);
  }
});

function leaks(text: string): string[] {
  const flat = text.toLowerCase();
  return secrets.filter((secret) => flat.includes(secret));
}
