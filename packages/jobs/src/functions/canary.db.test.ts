import { minuteMs, plus } from "@quietroom/domain/time";
import { type AppointmentId, asId, type ClientId, type Id } from "@quietroom/domain/ids";
import { type ConsentKind, consentRules } from "@quietroom/domain/records";
import { answerConsent, recordConsent } from "@quietroom/services/agreements";
import { searchClients } from "@quietroom/services/clients";
import { askRequest, decideRequest, placeHold } from "@quietroom/services/records";
import {
  answerBookingRequest,
  answerCancellationRequest,
  askToCancelByLink,
  cancelByLink,
  listRequests,
  rescheduleByLink,
} from "@quietroom/services/scheduling";
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
  "canaryword",
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
     where c.relkind in ('r', 'p') and (n.nspname = 'jobs' or c.relname in ('outbox', 'notification', 'audit_event', 'waitlist_offer', 'opening', 'bell_notice', 'bell_mark'))`,
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

test("NOTIF-11 check 74 what is searched, asked, answered, consented to and decided stands sealed, and in no table, event, job, message or log in plain", async () => {
  const story = await tellStory({ service: { approval: "request" } });
  const { studio } = story;
  const desk = studio.as("receptionist");
  const admin = await adminWithRow(story);
  const ask = async (day: number) => {
    const startsAt = await story.at(day, "10:00");
    const { appointmentId } = await story.book(startsAt, marked);
    await story.settle();
    return { appointmentId, link: studio.as({ link: "appointment", id: appointmentId }) };
  };
  const answer = { version: 2, word: word("toldnever") } as const;
  const declined = await ask(5);
  succeeded(await answerBookingRequest(desk, { ...answer, ...of(declined), answer: "decline" }));
  const approved = await ask(6);
  succeeded(await answerBookingRequest(desk, { ...answer, ...of(approved), answer: "approve" }));
  await story.query(
    "update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1",
    [approved.appointmentId],
  );
  succeeded(await askToCancelByLink(approved.link, { reason: word("asktocancel") }));
  expect((await listRequests(desk, {})).cancellations).toMatchObject([{ reason: word("asktocancel") }]);
  const stands = { ...of(approved), version: 4, word: word("itstands"), answer: "turn_down" } as const;
  succeeded(await answerCancellationRequest(desk, stands));

  const typed = ["Canarygi", marked.email, marked.phone, marked.birthDate, word("nobody")];
  const found = [];
  for (const text of typed) found.push((await searchClients(admin, { text })).clients.length);
  expect(found).toEqual([1, 1, 1, 1, 0]);

  const [client] = await story.query("select id from client where tenant_id = $1", [studio.tenantId]);
  const clientId = asId<ClientId>(String(client?.["id"]));
  const own = studio.as({ client: clientId });
  const consent = (kind: ConsentKind) =>
    ({ kind, version: consentRules[kind].version, answer: "refused" }) as const;
  const said = { ...consent("telehealth"), reason: word("walls") };
  succeeded(await answerConsent(own, said));
  const recorded = { ...of(approved), ...consent("ai_notes"), reason: word("partner") };
  succeeded(await recordConsent(admin, { ...recorded, place: "by_telephone" }));
  const wish = { kind: "restriction", wish: word("tellnobody") } as const;
  const { id: requestId } = succeeded(await askRequest(own, wish));
  const decided = { requestId: asId<Id<"rights_request">>(requestId), answer: word("wemust") };
  succeeded(await decideRequest(admin, { ...decided, decision: "denied" }));
  succeeded(await placeHold(admin, { clientId, reason: word("court") }));
  await story.settle();
  await story.settleAt(await story.at(6, "09:00")); // the reminders of the visit that stands

  const places = await story.query(
    `select n.nspname || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'`,
  );
  expect(places.length).toBeGreaterThan(60);
  let sealed = 0;
  for (const { name } of places) {
    const [dump] = await story.query(
      `select coalesce(string_agg(t::text, ' '), '') as text from ${String(name)} t`,
    );
    const text = String(dump?.["text"]);
    expect(leaks(text), `in ${String(name)}`).toEqual([]);
    sealed += text.length > 0 ? 1 : 0;
  }
  expect(sealed).toBeGreaterThan(20);
  expect(leaks(JSON.stringify(story.runtime.logged))).toEqual([]);
  expect(story.sender.sent.map(({ content }) => content.template)).toEqual(
    expect.arrayContaining(["request-news", "appointment-confirmation", "appointment-reminder"]),
  );
  for (const { content } of story.sender.sent)
    expect(leaks(JSON.stringify(content)), content.template).toEqual(["canarygiven"]);
});

/** A word of its own for each place where somebody types, so that a leak says which. */
function word(place: string): string {
  return `Canaryword ${place}`;
}

function of({ appointmentId }: { readonly appointmentId: AppointmentId }) {
  return { appointmentId };
}

/** An admin who has a row, since a decision about a record names whose it is. */
async function adminWithRow({ studio, query }: Awaited<ReturnType<typeof tellStory>>) {
  const [row] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, 'mara@example.com', 'Mara Lind', '-', '{admin}') returning id`,
    [studio.tenantId],
  );
  const admin = studio.as("admin");
  if (admin.actor.kind !== "staff") throw new Error("an admin is staff");
  return { ...admin, actor: { ...admin.actor, staffUserId: String(row?.["id"]) } };
}

function leaks(text: string): string[] {
  const flat = text.toLowerCase();
  return secrets.filter((secret) => flat.includes(secret));
}
