import type { AppointmentId } from "@quietroom/domain/ids";
import { asId } from "@quietroom/domain/ids";
import { consentKinds, consentRules, documentKinds } from "@quietroom/domain/records";
import { dayMs, instant, plus } from "@quietroom/domain/time";
import {
  bookedClient,
  bookInput,
  clientCalled,
  createStudio,
  holdTime,
  inspect,
  joinInput,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { calledFrom } from "../index.ts";
import { exportOwnRecord } from "../records/index.ts";
import { bookHold } from "../scheduling/index.ts";
import { viewStudio } from "../studio/index.ts";
import { joinWaitlist } from "../waitlist/index.ts";
import {
  acceptDocuments,
  answerConsent,
  consentAllowsNow,
  listOwed,
  publishDocument,
  readDocument,
  recordConsent,
  viewDocument,
  viewOwnAgreements,
  viewVisitConsents,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

async function open() {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const admin = await staffOf(studio, query);
  const publish = async (kind: "terms" | "privacy", basedOn: number, body = `${kind} ${basedOn + 1}`) =>
    await publishDocument(admin, { kind, basedOn, body });
  return { studio, admin, publish };
}

const acceptances = async (studio: TestStudio) =>
  await query(
    `select d.kind, d.version, a.client_id, a.place, a.ip, a.user_agent, a.accepted_at
     from document_acceptance a join legal_document d on d.id = a.document_id
     where a.tenant_id = $1 order by a.accepted_at, d.kind`,
    [studio.tenantId],
  );

const terms = (version: number) => ({ kind: "terms", version }) as const;
const privacy = (version: number) => ({ kind: "privacy", version }) as const;

test("COMP-15 a studio publishes versions that are numbered, stay, and say who published them", async () => {
  const { studio, admin, publish } = await open();
  expect(await viewDocument(admin, { kind: "terms", version: null })).toMatchObject({
    shown: null,
    versions: [],
  });
  expect((await viewStudio(studio.as("public"), {})).documents).toEqual([]);
  await expect(readDocument(studio.as("public"), { kind: "terms", version: null })).rejects.toThrow(
    "not_found",
  );

  expect(await publish("terms", 0, "Be kind.")).toEqual({ ok: true, value: { version: 1 } });
  expect(await publish("terms", 0, "Be cruel.")).toEqual({ ok: false, refusal: "published_meanwhile" });
  expect(await publish("terms", 1, "Be kind.")).toEqual({ ok: false, refusal: "unchanged" });
  expect(await publish("terms", 1, "Be very kind.")).toEqual({ ok: true, value: { version: 2 } });
  expect(await publish("privacy", 0)).toEqual({ ok: true, value: { version: 1 } });

  expect((await viewStudio(studio.as("public"), {})).documents).toEqual([terms(2), privacy(1)]);
  expect(await readDocument(studio.as("public"), { kind: "terms", version: null })).toMatchObject({
    version: 2,
    current: 2,
    body: "Be very kind.",
  });
  expect(await readDocument(studio.as("public"), { kind: "terms", version: 1 })).toMatchObject({
    version: 1,
    current: 2,
    body: "Be kind.",
  });
  const seen = await viewDocument(admin, { kind: "terms", version: 1 });
  expect(seen).toMatchObject({
    shown: { version: 1, body: "Be kind." },
    versions: [
      { version: 2, publishedBy: "Mara Lind", accepted: 0 },
      { version: 1, publishedBy: "Mara Lind", accepted: 0 },
    ],
  });
  const acts = await query(
    "select outcome, detail->>'version' as version from audit_event where tenant_id = $1 and verb = 'agreements.publish_document' order by at, id",
    [studio.tenantId],
  );
  expect(acts).toEqual([
    { outcome: "done", version: "1" },
    { outcome: "published_meanwhile", version: null },
    { outcome: "unchanged", version: null },
    { outcome: "done", version: "2" },
    { outcome: "done", version: "1" },
  ]);
});

test("COMP-15 a published version cannot be changed or taken away, by any statement of the product's", async () => {
  const { studio, publish } = await open();
  succeeded(await publish("terms", 0));
  const { tenantId } = studio;
  const doing = async (sql: "update" | "delete") =>
    await runtime.db.withTenant(tenantId, { isolation: "read committed", readOnly: false }, async ({ tx }) =>
      sql === "update"
        ? await tx.$executeRaw`update legal_document set body = 'x' where tenant_id = ${tenantId}::uuid`
        : await tx.$executeRaw`delete from legal_document where tenant_id = ${tenantId}::uuid`,
    );
  await expect(doing("update")).rejects.toThrow(/permission denied/);
  await expect(doing("delete")).rejects.toThrow(/permission denied/);
});

test("COMP-15 of two who publish at once one is told that the other did", async () => {
  const { studio, publish } = await open();
  const answers = await Promise.all(
    ["One.", "Two.", "Three.", "Four."].map(async (body) => await publish("privacy", 0, body)),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter(({ ok }) => !ok)).toEqual(
    Array.from({ length: 3 }, () => ({ ok: false, refusal: "published_meanwhile" })),
  );
  const rows = await query("select version from legal_document where tenant_id = $1", [studio.tenantId]);
  expect(rows).toEqual([{ version: 1 }]);
});

test("COMP-15 COMP-04 a booking accepts what is published, in its own transaction, with version, time, address and place", async () => {
  const { studio, publish } = await open();
  succeeded(await publish("terms", 0));
  succeeded(await publish("terms", 1));
  succeeded(await publish("privacy", 0));
  const hold = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  const context = {
    ...hold.context,
    runtime: calledFrom(runtime, { ip: "203.0.113.9", userAgent: "Browser/1" }),
  };
  const form = bookInput(person("Ana"));
  for (const acceptedDocuments of [[], [terms(2)], [terms(1), privacy(1)]]) {
    expect(await bookHold(context, { ...form, acceptedDocuments })).toEqual({
      ok: false,
      refusal: { code: "documents_not_accepted", alternatives: [] },
    });
  }
  expect(await acceptances(studio)).toEqual([]);
  expect(await query("select 1 from client where tenant_id = $1", [studio.tenantId])).toEqual([]);

  const accepting = { ...form, acceptedDocuments: [terms(2), privacy(1)] };
  const earliest = Date.now() - 60_000;
  succeeded(await bookHold(context, accepting));
  succeeded(await bookHold(context, accepting)); // sent twice
  const clientId = await clientCalled(runtime, studio.tenantId, "Ana");
  const kept = {
    client_id: clientId,
    place: "booking",
    ip: "203.0.113.9",
    user_agent: "Browser/1",
    accepted_at: expect.any(Date),
  };
  const rows = await acceptances(studio);
  expect(rows).toEqual([
    { kind: "privacy", version: 1, ...kept },
    { kind: "terms", version: 2, ...kept },
  ]);
  for (const { accepted_at: at } of rows) expect(Number(at)).toBeGreaterThan(earliest);
  const own = studio.as({ client: clientId });
  expect(await listOwed(own, {})).toEqual({ documents: [] });
  expect((await exportOwnRecord(own, {})).documents).toMatchObject([
    { version: expect.any(Number) },
    { version: expect.any(Number) },
  ]);
  const acts = await query(
    "select detail->>'kind' as kind, detail->>'place' as place from audit_event where tenant_id = $1 and resource = 'document_acceptance' and action = 'create' order by 1",
    [studio.tenantId],
  );
  expect(acts).toEqual([
    { kind: "privacy", place: "booking" },
    { kind: "terms", place: "booking" },
  ]);
});

test("COMP-15 a booking that comes to nothing accepts nothing", async () => {
  const { studio, publish } = await open();
  succeeded(await publish("terms", 0));
  const hold = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  const form = { ...bookInput({ ...person("Kid"), birthDate: "2020-01-01" }), acceptedDocuments: [terms(1)] };
  expect(await bookHold(hold.context, form)).toMatchObject({ refusal: { code: "guardian_needed" } });
  expect(await acceptances(studio)).toEqual([]);
});

test("COMP-15 WAIT-01 who joins the waitlist accepts as well, and keeps the first moment at which they did", async () => {
  const { studio, publish } = await open();
  succeeded(await publish("terms", 0));
  const form = joinInput(studio, person("Ben"));
  expect(await joinWaitlist(studio.as("public"), form)).toEqual({
    ok: false,
    refusal: { code: "documents_not_accepted" },
  });
  succeeded(await joinWaitlist(studio.as("public"), { ...form, acceptedDocuments: [terms(1)] }));
  const [first] = await acceptances(studio);
  expect(first).toMatchObject({ kind: "terms", version: 1, place: "waitlist" });
  const hold = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  succeeded(await bookHold(hold.context, { ...bookInput(person("Ben")), acceptedDocuments: [terms(1)] }));
  expect(await acceptances(studio)).toEqual([first]);
});

test("COMP-15 a client is asked at the portal for what was published since, and accepts today's version alone", async () => {
  const { studio, publish } = await open();
  const { clientId } = await bookedClient(studio, query, { name: "Cleo", day: 4 });
  const own = studio.as({ client: clientId });
  expect(await listOwed(own, {})).toEqual({ documents: [] });
  succeeded(await publish("terms", 0));
  succeeded(await publish("terms", 1));
  expect(await listOwed(own, {})).toEqual({ documents: [terms(2)] });
  expect(await acceptDocuments(own, { documents: [terms(1)] })).toEqual({
    ok: false,
    refusal: "documents_changed",
  });
  const here = { ...own, runtime: calledFrom(runtime, { ip: "198.51.100.7", userAgent: "Phone" }) };
  succeeded(await acceptDocuments(here, { documents: [terms(2)] }));
  succeeded(await acceptDocuments(here, { documents: [terms(2)] }));
  expect(await acceptances(studio)).toMatchObject([
    { kind: "terms", version: 2, client_id: clientId, place: "portal", ip: "198.51.100.7" },
  ]);
  expect(await viewOwnAgreements(own, {})).toMatchObject({
    owed: [],
    accepted: [{ kind: "terms", version: 2, place: "portal" }],
  });
  succeeded(await publish("terms", 2));
  expect(await listOwed(own, {})).toEqual({ documents: [terms(3)] });
});

const consent = async (own: Parameters<typeof viewOwnAgreements>[0], kind: (typeof consentKinds)[number]) => {
  const { consents } = await viewOwnAgreements(own, {});
  return consents.find((each) => each.kind === kind);
};
const say = (kind: (typeof consentKinds)[number], answer: "given" | "refused") => ({
  kind,
  answer,
  version: consentRules[kind].version,
});

test("CONS-02 CONS-04 COMP-04 a client gives a consent, takes it back and gives it again; every answer stays", async () => {
  const { studio } = await open();
  const { clientId } = await bookedClient(studio, query, { name: "Dora", day: 4 });
  const own = studio.as({ client: clientId });
  const { consents } = await viewOwnAgreements(own, {});
  expect(consents.map(({ kind, state, allowed }) => [kind, state, allowed])).toEqual([
    ["treatment", "not_asked", false],
    ["telehealth", "not_asked", false],
    ["text_messages", "not_asked", false],
    ["ai_notes", "not_asked", false],
  ]);

  succeeded(await answerConsent(own, say("telehealth", "given")));
  succeeded(await answerConsent(own, say("telehealth", "given"))); // pressed twice
  const given = await consent(own, "telehealth");
  expect(given).toMatchObject({
    state: "given",
    allowed: true,
    answers: [{ answer: "given", place: "portal" }],
  });
  const [first] = given?.answers ?? [];
  expect(first?.expiresAt).toBe(plus(instant(first?.at ?? 0), 365 * dayMs));

  succeeded(await answerConsent(own, say("telehealth", "refused")));
  expect(await consent(own, "telehealth")).toMatchObject({
    state: "withdrawn",
    allowed: false,
    answers: [{ answer: "given", ended: { place: "portal", by: null } }],
  });
  succeeded(await answerConsent(own, say("telehealth", "given")));
  const again = await consent(own, "telehealth");
  expect(again?.answers).toHaveLength(2);
  expect(again).toMatchObject({ state: "given", answers: [{ ended: null }, { at: first?.at }] });
  expect(await answerConsent(own, { kind: "ai_notes", answer: "given", version: 9 })).toEqual({
    ok: false,
    refusal: "words_changed",
  });
  const acts = await query(
    "select action from audit_event where client_id = $1 and verb = 'agreements.answer_consent' and outcome = 'done' order by at, id",
    [clientId],
  );
  expect(acts.map(({ action }) => action)).toEqual(["create", "read", "update", "create"]);
});

test("CONS-04 a withdrawal counts for the very next use, and an expired consent for none", async () => {
  const { studio } = await open();
  const { clientId } = await bookedClient(studio, query, { name: "Elif", day: 4 });
  const own = studio.as({ client: clientId });
  const { tenantId } = studio;
  const allows = async (kind: (typeof consentKinds)[number], after = 0) =>
    await runtime.db.withTenant(
      tenantId,
      { isolation: "read committed", readOnly: true },
      async ({ tx, now }) =>
        await consentAllowsNow(tx, { tenantId, clientId, kind }, plus(instant(now), after)),
    );
  expect(await allows("telehealth")).toBe(false);
  succeeded(await answerConsent(own, say("telehealth", "given")));
  expect(await allows("telehealth")).toBe(true);
  expect(await allows("telehealth", 365 * dayMs)).toBe(false);
  succeeded(await answerConsent(own, say("telehealth", "refused")));
  expect(await allows("telehealth")).toBe(false);
});

test("CONS-02 CONS-04 AUTH-53 staff write down what a client of theirs said and how; nobody else's", async () => {
  const { studio } = await open();
  const { clientId, appointmentId: id } = await bookedClient(studio, query, { name: "Finn", day: 4 });
  const appointmentId = asId<AppointmentId>(id);
  const own = studio.as({ client: clientId });
  const desk = await staffOf(studio, query, "receptionist");
  const therapist = await staffOf(studio, query, "therapist");
  succeeded(await recordConsent(desk, { appointmentId, ...say("treatment", "given"), place: "on_paper" }));
  succeeded(await recordConsent(desk, { appointmentId, ...say("ai_notes", "refused"), place: "in_person" }));
  succeeded(
    await recordConsent(therapist, { appointmentId, ...say("treatment", "refused"), place: "by_telephone" }),
  );
  const seen = await viewVisitConsents(therapist, { appointmentId });
  expect(seen?.consents.filter(({ answers }) => answers.length > 0)).toMatchObject([
    {
      kind: "treatment",
      state: "withdrawn",
      answers: [{ place: "on_paper", by: "Mara Lind", ended: { place: "by_telephone", by: "Mara Lind" } }],
    },
    { kind: "ai_notes", state: "refused", answers: [{ answer: "refused", place: "in_person" }] },
  ]);
  expect(await consent(own, "treatment")).toMatchObject({ answers: [{ by: "the studio" }] });
  // The client may take back what was written down for them.
  succeeded(await answerConsent(own, say("ai_notes", "given")));
  expect(await consent(own, "ai_notes")).toMatchObject({
    state: "given",
    answers: [{ by: null }, { answer: "refused", ended: { place: "portal", by: null } }],
  });

  const other = studio.as({ therapist: String(studio.practitionerIds[1]) });
  await expect(viewVisitConsents(other, { appointmentId })).rejects.toThrow("not_found");
  await expect(
    recordConsent(other, { appointmentId, ...say("treatment", "given"), place: "in_person" }),
  ).rejects.toThrow("not_found");
  const elsewhere = await open();
  await expect(viewVisitConsents(elsewhere.admin, { appointmentId })).rejects.toThrow("not_found");
  await expect(publishDocument(desk, { kind: "terms", basedOn: 0, body: "x" })).rejects.toThrow("forbidden");
  await expect(viewDocument(desk, { kind: "terms", version: null })).rejects.toThrow("forbidden");
});

test("CONS-04 ENC-03 why a client takes a consent back is kept sealed, shown to staff and to them, and asked of no yes", async () => {
  const { studio } = await open();
  const { clientId, appointmentId: id } = await bookedClient(studio, query, { name: "Gro", day: 4 });
  const appointmentId = asId<AppointmentId>(id);
  const own = studio.as({ client: clientId });
  const desk = await staffOf(studio, query, "receptionist");
  succeeded(await answerConsent(own, { ...say("telehealth", "given"), reason: "no reason of a yes" }));
  succeeded(await answerConsent(own, { ...say("telehealth", "refused"), reason: "Walls are thin" }));
  const texts = { ...say("text_messages", "refused"), reason: "My partner reads my mail" } as const;
  succeeded(await recordConsent(desk, { appointmentId, place: "in_person", ...texts }));
  succeeded(await answerConsent(own, { ...say("treatment", "given"), reason: "" }));
  succeeded(await answerConsent(own, { ...say("treatment", "refused"), reason: "" }));

  const seen = await viewVisitConsents(desk, { appointmentId });
  const reasons = (seen?.consents ?? []).flatMap(({ kind, answers }) =>
    answers.map(({ reason }) => [kind, reason]),
  );
  expect(reasons).toEqual([
    ["treatment", null],
    ["telehealth", "Walls are thin"],
    ["text_messages", "My partner reads my mail"],
  ]);
  expect(await consent(own, "telehealth")).toMatchObject({ answers: [{ reason: "Walls are thin" }] });
  const { consents } = await exportOwnRecord(own, {});
  expect(consents.map(({ reason }) => reason)).toContain("My partner reads my mail");

  // A yes again ends a no, whose reason stays what it was; who only asks what is allowed needs no keys for it.
  succeeded(await answerConsent(own, { ...say("text_messages", "given"), reason: "changed my mind" }));
  expect(await consent(own, "text_messages")).toMatchObject({
    answers: [{ reason: null }, { reason: "My partner reads my mail" }],
  });
  const { tenantId } = studio;
  const allowed = await runtime.db.withTenant(
    tenantId,
    { isolation: "read committed", readOnly: true },
    async ({ tx, now }) =>
      await consentAllowsNow(tx, { tenantId, clientId, kind: "telehealth" }, instant(now)),
  );
  expect(allowed).toBe(false);

  const kept = await query("select c::text as row from consent c where client_id = $1", [clientId]);
  const audited = await query("select e::text as row from audit_event e where client_id = $1", [clientId]);
  expect([...kept, ...audited].map(({ row }) => row).join()).not.toMatch(
    /Walls are|My partner|no reason|changed my/,
  );
});

test("CONS-04 a consent given twice at once is kept once", async () => {
  const { studio } = await open();
  const { clientId } = await bookedClient(studio, query, { name: "Gus", day: 4 });
  const own = studio.as({ client: clientId });
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => await answerConsent(own, say("text_messages", "given"))),
  );
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect((await consent(own, "text_messages"))?.answers).toHaveLength(1);
});

test("CONS-04 an answer that waited for another one, begun a moment later, finds it said", async () => {
  const { studio } = await open();
  const { clientId } = await bookedClient(studio, query, { name: "Hal", day: 4 });
  const own = studio.as({ client: clientId });
  const answers = async () => (await consent(own, "text_messages"))?.answers;
  succeeded(await answerConsent(own, say("text_messages", "given")));
  await query("update consent set given_at = given_at + interval '1 minute' where client_id = $1", [
    clientId,
  ]);
  succeeded(await answerConsent(own, say("text_messages", "given")));
  const [only, ...more] = (await answers()) ?? [];
  expect(more).toEqual([]);
  succeeded(await answerConsent(own, say("text_messages", "refused")));
  expect(await answers()).toMatchObject([{ at: only?.at, ended: { at: only?.at } }]);
});

test("check 3 CONS-02 the clients' role writes nothing in the name of staff, and takes back only what is its own", async () => {
  const { studio, admin } = await open();
  const ana = await bookedClient(studio, query, { name: "Ana", day: 4 });
  const ben = await bookedClient(studio, query, { name: "Ben", day: 5 });
  const { tenantId } = studio;
  const { staffUserId } = admin.actor;
  succeeded(await answerConsent(studio.as({ client: ben.clientId }), say("telehealth", "given")));
  const insert = (place: string, recordedBy: string | null, clientId: string) =>
    runtime.db.withTenant(
      tenantId,
      { isolation: "read committed", readOnly: false, own: { clientId: ana.clientId } },
      async ({ tx }) =>
        await tx.$executeRaw`
          insert into consent (tenant_id, client_id, kind, version, place, recorded_by)
          values (${tenantId}::uuid, ${clientId}::uuid, 'ai_notes', 1, ${place}, ${recordedBy}::uuid)`,
    );
  await expect(insert("on_paper", staffUserId, ana.clientId)).rejects.toThrow(/row-level security/);
  await expect(insert("portal", null, ben.clientId)).rejects.toThrow(/row-level security/);
  expect(await insert("portal", null, ana.clientId)).toBe(1);
  const withdrawn = await runtime.db.withTenant(
    tenantId,
    { isolation: "read committed", readOnly: false, own: { clientId: ana.clientId } },
    async ({ tx }) =>
      await tx.$executeRaw`
        update consent set withdrawn_at = now() + interval '1 day', withdrawn_place = 'portal'
        where tenant_id = ${tenantId}::uuid`,
  );
  expect(withdrawn).toBe(1);
});

test("COMP-15 every kind of document and of consent that the product knows is one that the database takes", async () => {
  const { studio, publish } = await open();
  const { clientId } = await bookedClient(studio, query, { name: "Hal", day: 4 });
  const own = studio.as({ client: clientId });
  for (const kind of documentKinds) succeeded(await publish(kind, 0));
  for (const kind of consentKinds) {
    for (const answer of ["refused", "given"] as const)
      succeeded(await answerConsent(own, say(kind, answer)));
  }
  expect((await viewOwnAgreements(own, {})).consents.every(({ state }) => state === "given")).toBe(true);
});
