import {
  addAccount,
  bookedClient,
  bookInput,
  bookVisit,
  clientsOf,
  createStudio,
  groupSession,
  holdInput,
  holdTime,
  idIn,
  inspect,
  keepingSender,
  person,
  rowCounts,
  seatsInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
  watchTransactions,
} from "@quietroom/testing";
import { ok, refuse } from "@quietroom/domain/result";
import { mostHoldsFromOnePlace } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { beforeEach, expect, test } from "vitest";
import { sendWayIn } from "../messages/index.ts";
import { calledFrom, systemContext } from "../runtime.ts";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import { bookHold, expireHolds, holdSeats, holdSlot, releaseHold, viewHold } from "./index.ts";
import { askBookingCode } from "../visitors/index.ts";

const database = await testDatabase();
const kept = keepingSender();
const runtime = await testRuntime(database, kept);
const query = await inspect(database);

// The addresses of one test are those of the next, which no studio has mailed anything yet.
beforeEach(async () => {
  await query("delete from guard.subject");
});

const careful = async () => await createStudio(runtime, { confirmEmails: true });
type Hold = Awaited<ReturnType<typeof holdTime>>;

/** Runs the job that mails the code of a hold, and reads the mail. */
async function mailOf(studio: TestStudio, hold: Pick<Hold, "id">) {
  const [row] = await query("select id from client_way_in where hold_id = $1", [hold.id]);
  const before = kept.mails.length;
  await sendWayIn(systemContext(runtime, studio.tenantId, "test"), { wayInId: String(row?.["id"]) });
  const [mail] = kept.mails.slice(before);
  if (mail?.content.template !== "booking-code") throw new Error("no code was mailed");
  return { ...mail, code: mail.content.code };
}

/** Asks a code for an address and reads it. */
async function codeFor(studio: TestStudio, hold: Pick<Hold, "id" | "context">, email: string) {
  succeeded(await askBookingCode(hold.context, { email }));
  return (await mailOf(studio, hold)).code;
}

const otherThan = (code: string) => (code === "000000" ? "000001" : "000000");
const refusedAs = (code: string) => ({ ok: false, refusal: { code, alternatives: [] } });

test("BOOK-07 a new visitor books once the emailed code came along, and not before; a repeat answers the same", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const form = bookInput(person("Ana"));
  expect(await bookHold(hold.context, form)).toEqual(refusedAs("email_unproven"));
  const code = await codeFor(studio, hold, "Ana@Example.com");
  expect(await bookHold(hold.context, { ...form, code: otherThan(code) })).toEqual(refusedAs("wrong_code"));
  expect(await viewHold(hold.context, {})).toMatchObject({ ok: true });
  const booked = await bookHold(hold.context, { ...form, code });
  expect(idIn(studio, succeeded(booked).manageToken)).toBe(hold.id);
  expect(await bookHold(hold.context, { ...form, code })).toEqual(booked);
  expect(await query("select id from client_way_in where tenant_id = $1", [studio.tenantId])).toEqual([]);
  expect(await clientsOf(runtime, studio.tenantId)).toMatchObject([{ givenName: "Ana" }]);
});

test("BOOK-07 AUD-02 the mail goes to the address in small letters however it was typed, and says nothing but the studio and the code; its row keeps neither once it has left", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  succeeded(await askBookingCode(hold.context, { email: "Ana@Example.com" }));
  const [waiting] = await query("select to_email, sealed_secrets from client_way_in where hold_id = $1", [
    hold.id,
  ]);
  for (const column of ["to_email", "sealed_secrets"])
    expect(String(waiting?.[column])).toMatch(/^(?!.*ana@example).{20}/i);
  const mail = await mailOf(studio, hold);
  expect(mail.to).toBe("ana@example.com");
  expect(Object.keys(mail.content).toSorted()).toEqual(["code", "studio", "template"]);
  expect(mail.code).toMatch(/^[0-9]{6}$/);
  const [sent] = await query(
    "select w.*, n.status::text from client_way_in w join notification n on n.way_in_id = w.id where w.hold_id = $1",
    [hold.id],
  );
  expect(sent).toMatchObject({
    status: "sent",
    to_email: null,
    sealed_secrets: null,
    client_account_id: null,
  });
  const events = await query("select name, data from outbox where tenant_id = $1", [studio.tenantId]);
  const trail = await query("select * from audit_event where tenant_id = $1", [studio.tenantId]);
  const told = JSON.stringify([events, trail, runtime.logged]).toLowerCase();
  expect(told).not.toContain("ana@example.com");
  expect(told).not.toMatch(new RegExp(`(?<![0-9a-z])${mail.code}(?![0-9a-z])`));
  expect(trail.filter(({ resource }) => resource === "booking_code").length).toBeGreaterThanOrEqual(3);
});

test("BOOK-07 a mail that fails for good, and one that comes too late, leave no address behind", async () => {
  const failing = await testRuntime(database, {
    sender: {
      send: async () => await Promise.resolve(refuse({ code: "rejected", retryable: false } as const)),
    },
  });
  for (const late of [false, true]) {
    const studio = await createStudio(failing, { confirmEmails: true });
    const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
    succeeded(await askBookingCode(hold.context, { email: "ana@example.com" }));
    const [row] = await query("select id from client_way_in where hold_id = $1", [hold.id]);
    if (late) await age(hold, "15 minutes");
    await sendWayIn(systemContext(failing, studio.tenantId, "test"), { wayInId: String(row?.["id"]) });
    expect(
      await query(
        "select n.status::text, w.to_email, w.sealed_secrets from client_way_in w join notification n on n.way_in_id = w.id where w.hold_id = $1",
        [hold.id],
      ),
    ).toEqual([{ status: late ? "skipped" : "failed", to_email: null, sealed_secrets: null }]);
  }
});

async function age(hold: Pick<Hold, "id">, by: string): Promise<void> {
  await query("update client_way_in set created_at = now() - $2::interval where hold_id = $1", [hold.id, by]);
}

test("BOOK-07 a code is for one address, one hold and one studio, and counts a quarter of an hour", async () => {
  const studio = await careful();
  const other = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const beside = await holdTime(studio, { startsAt: wallTime(3, "12:00") });
  const elsewhere = await holdTime(other, { startsAt: wallTime(3, "10:00") });
  const code = await codeFor(studio, hold, "ana@example.com");
  expect(await bookHold(hold.context, { ...bookInput(person("Ben")), code })).toEqual(
    refusedAs("wrong_code"),
  );
  const form = { ...bookInput(person("Ana")), code };
  expect(await bookHold(beside.context, form)).toEqual(refusedAs("code_expired"));
  expect(await bookHold(elsewhere.context, form)).toEqual(refusedAs("code_expired"));
  const forged = other.as({ link: "hold", id: hold.id });
  expect(await bookHold(forged, form)).toEqual(refusedAs("link_invalid"));
  await age(hold, "15 minutes");
  expect(await bookHold(hold.context, form)).toEqual(refusedAs("code_expired"));
  await age(hold, "14 minutes");
  expect(await bookHold(hold.context, form)).toMatchObject({ ok: true });
});

test("BOOK-07 another code ends the one before, whose mail is not sent any more", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const first = await codeFor(studio, hold, "ana@example.com");
  succeeded(await askBookingCode(hold.context, { email: "ana@example.com" }));
  const [row] = await query("select id from client_way_in where hold_id = $1", [hold.id]);
  const second = await codeFor(studio, hold, "ana@example.com");
  const mails = kept.mails.length;
  const system = systemContext(runtime, studio.tenantId, "test");
  expect(await sendWayIn(system, { wayInId: String(row?.["id"]) })).toEqual({
    kind: "skipped",
    reason: "over",
  });
  expect(kept.mails).toHaveLength(mails);
  expect(
    await query("select action, resource from audit_event where resource_id = $1", [String(row?.["id"])]),
  ).toEqual([{ action: "send", resource: "booking_code" }]);
  const form = bookInput(person("Ana"));
  if (first !== second)
    expect(await bookHold(hold.context, { ...form, code: first })).toEqual(refusedAs("wrong_code"));
  expect(await bookHold(hold.context, { ...form, code: second })).toMatchObject({ ok: true });
});

test("BOOK-07 AUTH-06 a code is tried five times, however many come at once; then even the right one is over, and another one helps", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const code = await codeFor(studio, hold, "ana@example.com");
  const form = bookInput(person("Ana"));
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => bookHold(hold.context, { ...form, code: otherThan(code) })),
  );
  const codes = answers.map((answer) => (answer.ok ? "booked" : answer.refusal.code)).toSorted();
  expect(codes).toEqual([
    ...Array.from({ length: 3 }, () => "code_expired"),
    ...Array.from({ length: 5 }, () => "wrong_code"),
  ]);
  expect(await bookHold(hold.context, { ...form, code })).toEqual(refusedAs("code_expired"));
  const another = await codeFor(studio, hold, "ana@example.com");
  expect(await bookHold(hold.context, { ...form, code: another })).toMatchObject({ ok: true });
});

test("BOOK-07 ec-H7 sent twice at once with the code it books once, and both are told so", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const form = { ...bookInput(person("Ana")), code: await codeFor(studio, hold, "ana@example.com") };
  const [first, second] = await Promise.all([bookHold(hold.context, form), bookHold(hold.context, form)]);
  expect(first).toMatchObject({ ok: true });
  expect(second).toEqual(first);
  expect(await clientsOf(runtime, studio.tenantId)).toHaveLength(1);
});

test("BOOK-07 BOOK-13 nothing of a visitor who never confirms is kept but the code's row and its mail's, and these go with the hold", async () => {
  const studio = await careful();
  const counted = async () => {
    const counts = await rowCounts(query);
    return ["client", "document_acceptance", "consent", "client_account"].map((table) => counts[table]);
  };
  const before = await counted();
  const release = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const lapse = await holdTime(studio, { startsAt: wallTime(3, "12:00") });
  for (const hold of [release, lapse]) {
    await codeFor(studio, hold, "ana@example.com");
    await bookHold(hold.context, { ...bookInput(person("Ana")), code: "abc" });
  }
  expect(await counted()).toEqual(before);
  expect(succeededRelease(await releaseHold(release.context, {}))).toBe(true);
  await query("update appointment set hold_expires_at = app.now() - interval '61 minutes' where id = $1", [
    lapse.id,
  ]);
  await expireHolds(studio.as("system"), {});
  for (const table of ["client_way_in", "notification"])
    expect(await query(`select id from ${table} where tenant_id = $1`, [studio.tenantId])).toEqual([]);
});

const succeededRelease = ({ released }: { readonly released: boolean }) => released;

test("BOOK-07 AUTH-43 asking a code is the same for a client's address and for anybody's: the answer, and every statement", async () => {
  const studio = await careful();
  const ana = await bookedClientOf(studio);
  const watched = watchTransactions(runtime.db);
  const asked = async (email: string) => {
    const hold = await holdTime(studio, { startsAt: wallTime(4, email === ana ? "10:00" : "12:00") });
    watched.taken();
    const context = { ...hold.context, runtime: { ...runtime, db: watched.db } };
    const answer = await askBookingCode(context, { email });
    return { answer, sent: watched.taken().map(({ statements }) => statements) };
  };
  const known = await asked(ana);
  const unknown = await asked("nobody@example.com");
  expect(known.sent.flat().length).toBeGreaterThan(3);
  expect(known).toEqual(unknown);
});

/** A client of the studio whose record was made before codes were asked for; answers their address. */
async function bookedClientOf(studio: TestStudio): Promise<string> {
  await setConfirming(studio, false);
  const { who } = await bookedClient(studio, query, { name: "Ana", day: 3 });
  await setConfirming(studio, true);
  return who.email;
}

async function setConfirming(studio: TestStudio, confirmEmails: boolean): Promise<void> {
  const admin = studio.as("admin");
  succeeded(await saveBookingRules(admin, { ...(await viewBookingRules(admin, {})), confirmEmails }));
}

test("BOOK-07 BOOK-06 a studio says whether it asks, and is asked about it in the audit of its rules", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toEqual(refusedAs("email_unproven"));
  await setConfirming(studio, false);
  expect(await viewBookingRules(studio.as("admin"), {})).toMatchObject({ confirmEmails: false });
  succeeded(await bookHold(hold.context, bookInput(person("Ana"))));
  const rules = await query(
    "select detail from audit_event where tenant_id = $1 and resource = 'booking_rules'",
    [studio.tenantId],
  );
  expect(rules.at(-1)?.["detail"]).toMatchObject({ confirmEmails: false });
});

test("BOOK-07 who is signed in to the portal with the address is asked for no code; with another address, or locked out, they are", async () => {
  const studio = await careful();
  const email = await bookedClientOf(studio);
  const [row] = await query("select id from client where tenant_id = $1", [studio.tenantId]);
  const clientId = String(row?.["id"]);
  await addAccount(runtime, { tenantId: studio.tenantId, clientId }, email);
  const signedIn = async (time: string) => {
    const hold = await holdTime(studio, { startsAt: wallTime(5, time) });
    const link = { kind: "link", tenantId: studio.tenantId, subject: { kind: "hold", id: hold.id } } as const;
    return { ...hold.context, actor: { ...link, signedInAs: clientId } };
  };
  expect(await bookHold(await signedIn("10:00"), bookInput(person("Ana")))).toMatchObject({ ok: true });
  expect(await bookHold(await signedIn("11:00"), bookInput(person("Ben")))).toEqual(
    refusedAs("email_unproven"),
  );
  await query("update client_account set state = 'suspended' where client_id = $1", [clientId]);
  expect(await bookHold(await signedIn("12:00"), bookInput(person("Ana")))).toEqual(
    refusedAs("email_unproven"),
  );
});

test("BOOK-07 ec-H3 ec-H4 a hold that ran out is taken again for the code, and who comes too late is told before any code is mailed", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const runOut = async ({ id }: Pick<Hold, "id">) =>
    await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
      id,
    ]);
  await runOut(hold);
  const code = await codeFor(studio, hold, "ana@example.com");
  const [again] = await query(
    "select hold_expires_at > app.now() + interval '9 minutes' as stands from appointment where id = $1",
    [hold.id],
  );
  expect(again).toEqual({ stands: true });
  // The code still holds when the hold runs out once more.
  await runOut(hold);
  succeeded(await bookHold(hold.context, { ...bookInput(person("Ana")), code }));

  const late = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  await runOut(late);
  await setConfirming(studio, false);
  await bookVisit(studio, { startsAt: wallTime(4, "10:30"), who: person("Ben") });
  const answer = await askBookingCode(late.context, { email: "ana@example.com" });
  expect(answer).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  if (!answer.ok) expect(answer.refusal.alternatives.length).toBeGreaterThan(0);
  expect(await query("select id from client_way_in where hold_id = $1", [late.id])).toEqual([]);
  expect(await askBookingCode(hold.context, { email: "ana@example.com" })).toEqual(refusedAs("link_invalid"));
});

test("BOOK-07 BOOK-12 a hold that stands keeps its ten minutes while a code is asked; a disposable address is mailed nothing", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const until = async () => await query("select hold_expires_at from appointment where id = $1", [hold.id]);
  const before = await until();
  succeeded(await askBookingCode(hold.context, { email: "ana@example.com" }));
  expect(await until()).toEqual(before);
  expect(await askBookingCode(hold.context, { email: "ana@mailinator.com" })).toEqual(
    refusedAs("disposable_email"),
  );
});

test("BOOK-07 a studio that is closed mails no code, and one that asks for none answers the same and mails none either", async () => {
  const studio = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const ask = async () => await askBookingCode(hold.context, { email: "ana@example.com" });
  const setStatus = async (status: string) =>
    await query("update tenant set status = $2 where id = $1", [studio.tenantId, status]);
  const codes = async () => await query("select id from client_way_in where hold_id = $1", [hold.id]);
  await setStatus("suspended");
  expect(await ask()).toEqual(refusedAs("studio_closed"));
  expect(await codes()).toEqual([]);
  await setStatus("active");
  await setConfirming(studio, false);
  expect(await ask()).toEqual(ok({ asked: true }));
  expect(await codes()).toEqual([]);
  expect(
    await query("select name from outbox where tenant_id = $1 and name = 'client/way-in-asked'", [
      studio.tenantId,
    ]),
  ).toEqual([]);
  succeeded(await bookHold(hold.context, bookInput(person("Ana"))));
});

test("BOOK-07 seats of a group are booked with the code as well, and held again for it when the hold ran out", async () => {
  const studio = await careful();
  const session = await groupSession(studio, { capacity: 2 });
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(session)));
  const hold = { id: idIn(studio, token), context: studio.as({ link: "hold", id: idIn(studio, token) }) };
  const form = bookInput(person("Ana"));
  expect(await bookHold(hold.context, form)).toEqual(refusedAs("email_unproven"));
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    hold.id,
  ]);
  const code = await codeFor(studio, hold, form.details.email);
  expect(succeeded(await viewHold(hold.context, {}))).toMatchObject({ partySize: 1 });
  const [again] = await query("select hold_expires_at > app.now() as stands from appointment where id = $1", [
    hold.id,
  ]);
  expect(again).toEqual({ stands: true });
  succeeded(await bookHold(hold.context, { ...form, code }));
});

test("BOOK-07 BOOK-12 five codes an hour are mailed to one address at a studio, whoever asks, and twenty from one address of the network", async () => {
  const studio = await careful();
  const other = await careful();
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const ask = async (email: string, ip: string | null, at = hold) =>
    await askBookingCode(
      { ...at.context, runtime: calledFrom(runtime, { ip, userAgent: "a browser" }) },
      { email },
    );
  const email = "often@example.com";
  for (let turn = 0; turn < 5; turn += 1) succeeded(await ask(email, null));
  expect(await ask("Often@Example.com", "203.0.113.9")).toEqual(refusedAs("too_many_codes"));
  const elsewhere = await holdTime(other, { startsAt: wallTime(3, "10:00") });
  expect(await ask(email, null, elsewhere)).toEqual(ok({ asked: true }));
  for (let turn = 0; turn < 20; turn += 1)
    succeeded(await ask(`visitor-${turn}@example.com`, "203.0.113.10"));
  expect(await ask("one-more@example.com", "203.0.113.10")).toEqual(refusedAs("too_many_codes"));
  expect(await ask("one-more@example.com", "203.0.113.11")).toEqual(ok({ asked: true }));
});

test("BOOK-07 ten codes an hour are mailed to one address by all studios together, however it is written", async () => {
  const email = "flooded@example.com";
  const ask = async (studio: TestStudio, to: string) => {
    const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
    return async () => await askBookingCode(hold.context, { email: to });
  };
  for (const to of [email, "Flooded@Example.com"]) {
    const again = await ask(await careful(), to);
    for (let turn = 0; turn < 5; turn += 1) succeeded(await again());
  }
  const third = await careful();
  expect(await (await ask(third, email))()).toEqual(refusedAs("too_many_codes"));
});

test("BOOK-07 BOOK-12 ec-H6 a hold that ran out is taken again for a code within the limits of holding: five of one address, and no whole date", async () => {
  const studio = await careful();
  const from = (ip: string) => calledFrom(runtime, { ip, userAgent: "a browser" });
  const holdFrom = async (ip: string, startsAt: Instant) => {
    const context = { ...studio.as("public"), runtime: from(ip) };
    const { token } = succeeded(await holdSlot(context, holdInput(studio, { startsAt })));
    const id = idIn(studio, token);
    return { id, context: { ...studio.as({ link: "hold", id }), runtime: from(ip) } };
  };
  const runOut = async ({ id }: Pick<Hold, "id">) =>
    await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
      id,
    ]);
  const ask = async (hold: Pick<Hold, "context">) =>
    await askBookingCode(hold.context, { email: "ana@example.com" });
  const flood = "203.0.113.7";
  const first = await holdFrom(flood, wallTime(3, "10:00"));
  await runOut(first);
  for (let day = 4; day < 4 + mostHoldsFromOnePlace; day += 1) await holdFrom(flood, wallTime(day, "10:00"));
  // Whoever is told so is named other times, as where they first held it.
  const tooMany = (answer: Awaited<ReturnType<typeof ask>>) => {
    expect(answer).toMatchObject({ ok: false, refusal: { code: "too_many_holds" } });
    expect(answer.ok ? [] : answer.refusal.alternatives).toHaveLength(3);
  };
  tooMany(await ask(first));
  expect(await query("select id from client_way_in where hold_id = $1", [first.id])).toEqual([]);
  await query("delete from appointment where tenant_id = $1 and id <> $2", [studio.tenantId, first.id]);
  expect(await ask(first)).toEqual(ok({ asked: true }));

  const last = await holdFrom("198.51.100.9", wallTime(20, "15:00"));
  await runOut(last);
  const hours = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00"] as const;
  for (const [n, hour] of hours.entries()) await holdFrom(`198.51.100.${n}`, wallTime(20, hour));
  tooMany(await ask(last));
});

test("BOOK-12 ec-H6 seats that ran out are taken again for a code within five holds of one address", async () => {
  const studio = await careful();
  const session = await groupSession(studio, { capacity: 2 });
  const here = calledFrom(runtime, { ip: "203.0.113.8", userAgent: "a browser" });
  const visitor = { ...studio.as("public"), runtime: here };
  const { token } = succeeded(await holdSeats(visitor, seatsInput(session)));
  const id = idIn(studio, token);
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [id]);
  for (let day = 10; day < 10 + mostHoldsFromOnePlace; day += 1)
    succeeded(await holdSlot(visitor, holdInput(studio, { startsAt: wallTime(day, "10:00") })));
  const context = { ...studio.as({ link: "hold", id }), runtime: here };
  expect(await askBookingCode(context, { email: "ana@example.com" })).toEqual(refusedAs("too_many_holds"));
});

test("BOOK-12 ec-H3 ec-H6 seats that ran out are taken again for a code within three quarters of their session", async () => {
  const studio = await careful();
  const session = await groupSession(studio, { capacity: 8 });
  const hold = async (partySize: number) =>
    idIn(studio, succeeded(await holdSeats(studio.as("public"), seatsInput(session, partySize))).token);
  const late = await hold(3);
  const runOut = async (id: string) =>
    await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
      id,
    ]);
  await runOut(late);
  const other = await hold(4);
  const ask = async () =>
    await askBookingCode(studio.as({ link: "hold", id: late }), { email: "ana@example.com" });
  expect(await ask()).toEqual(refusedAs("too_many_holds"));
  await runOut(other);
  expect(await ask()).toEqual(ok({ asked: true }));
});
