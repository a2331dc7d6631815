import { randomUUID } from "node:crypto";
import { asId, type ClientId } from "@quietroom/domain/ids";
import {
  addClient,
  askAndRead,
  bookedClient,
  clientsOf,
  createStudio,
  inspect,
  keepingSender,
  person,
  sealedWord,
  signedInClient,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  withKeys,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../index.ts";
import { systemContext } from "../index.ts";
import { comeIn, resolveClientSession } from "../portal/index.ts";
import { sendMessage } from "../messages/index.ts";
import { askRequest, listOwnRequests, removeClient } from "../records/index.ts";
import { clientIndexes, clientNameTokens, clientToCorrect, correctClient, searchClients } from "./index.ts";

const database = await testDatabase();
const kept = keepingSender();
const runtime = await testRuntime(database, { sender: kept.sender });
const query = await inspect(database);
const reason = "They spelled it on the phone";

const lookFor = async (context: VerbContext, text: string) =>
  (await searchClients(context, { text })).clients.map(({ id }) => id);

/** All of a record as it is told anew, in the place of what `who` said. */
const all = (who: ReturnType<typeof person>, told: Partial<typeof who>) =>
  ({ fields: "all", ...who, ...told }) as const;

const refused = (code: string) => ({ ok: false, refusal: { code } });

/** Somebody who has a row, as whoever answers a request or gives a reason must. */
async function employed(context: VerbContext): Promise<VerbContext> {
  const { actor } = context;
  if (actor.kind !== "staff") throw new Error("staff was asked for");
  await query(
    `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
     values ($1, $2, $3, 'Mara Lind', '-', $4)`,
    [actor.tenantId, actor.staffUserId, `${randomUUID()}@example.com`, actor.roles],
  );
  return context;
}

async function admin(studio: TestStudio): Promise<VerbContext> {
  return await employed(studio.as("admin"));
}

/** A client with a visit, as a correction names them. */
async function booked(studio: TestStudio, name: string, day = 4) {
  const { clientId: id, who } = await bookedClient(studio, query, { name, day });
  const clientId = asId<ClientId>(id);
  const correction = { clientId, version: 1, reason, answering: null } as const;
  return { clientId, who, correction };
}

const opened = async (studio: TestStudio, clientId: string) =>
  (await clientsOf(runtime, studio.tenantId)).find(({ id }) => id === clientId);

test("COMP-04 ENC-09 a corrected client is found by what is right, no more by what was wrong, and lies sealed", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const { clientId, correction } = await booked(studio, "Anna");
  const right = {
    givenName: "Zoë",
    familyName: "Lindqvist",
    birthDate: "1988-04-21",
    email: "Zoe.L@example.com",
    phone: "+1 212 555 0142",
  };
  const answer = succeeded(await correctClient(desk, { ...correction, details: all(person("Anna"), right) }));
  const told = { ...right, email: "zoe.l@example.com" };
  expect(answer).toEqual({ ...told, version: 2, fields: "all" });

  const record = await opened(studio, clientId);
  expect(record).toMatchObject(told);
  const recordNumber = record?.recordNumber ?? "";
  for (const text of ["zoe", "lindq", "zoe.l@example.com", "212 555 0142", "1988-04-21", recordNumber])
    expect(await lookFor(desk, text), text).toEqual([clientId]);
  for (const text of ["anna", "okafor", "anna@example.com", "212 555 0199", "1988-04-12"])
    expect(await lookFor(desk, text), text).toEqual([]);

  // Exactly what a new client of these words is found by, and nothing left of the old ones.
  await withKeys(runtime, studio.tenantId, async ({ tx, keys }) => {
    const row = await tx.client.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: studio.tenantId, id: clientId } },
    });
    expect(row).toMatchObject(clientIndexes(keys, { ...told, recordNumber }));
    const tokens = await tx.clientNameToken.findMany({ where: { tenantId: studio.tenantId, clientId } });
    const hex = (token: Uint8Array) => Buffer.from(token).toString("hex");
    expect(tokens.map(({ token }) => hex(token)).toSorted()).toEqual(
      clientNameTokens(keys, told).map(hex).toSorted(),
    );
  });
  const [row] = await query("select to_jsonb(c)::text as row from client c where id = $1", [clientId]);
  expect(String(row?.["row"])).not.toMatch(/Zoë|lindqvist|zoe\.l@|212 555|1988-04/i);
  const place = { table: "client", column: "family_name", rowId: clientId };
  expect(await sealedWord(runtime, studio.tenantId, place)).toBe("Lindqvist");
});

test("COMP-04 AUD-05 the audit names the fields that changed and no value, holds the reason sealed, and stands or falls with the change", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const { clientId, correction, who } = await booked(studio, "Anna");
  const details = all(who, { givenName: "Ana", email: "ana.new@example.com" });
  succeeded(await correctClient(desk, { ...correction, details }));
  const rows = await query(
    "select changed, detail, outcome, client_id from audit_event where verb = 'clients.correct' and tenant_id = $1",
    [studio.tenantId],
  );
  const [kept] = await query("select id, act, reason::text from client_reason where client_id = $1", [
    clientId,
  ]);
  expect(rows).toEqual([
    {
      changed: ["givenName", "email"],
      detail: { reasonId: kept?.["id"] },
      outcome: "done",
      client_id: clientId,
    },
  ]);
  expect(JSON.stringify([rows, kept])).not.toMatch(/"Ana|ana\.new|okafor|spelled/i);
  const given = [{ at: expect.any(Number), by: "Mara Lind", reason }];
  expect((await clientToCorrect(desk, { clientId })).corrections).toEqual(given);
  // Whoever sees of the record how to reach them only is not told what was wrong in it.
  expect((await clientToCorrect(studio.as("receptionist"), { clientId })).corrections).toEqual([]);

  await query("alter table audit_event add constraint shut check (verb <> 'clients.correct') not valid");
  try {
    await expect(
      correctClient(desk, { ...correction, version: 2, details: all(who, { givenName: "Anne" }) }),
    ).rejects.toThrow();
  } finally {
    await query("alter table audit_event drop constraint shut");
  }
  expect(await opened(studio, clientId)).toMatchObject({ givenName: "Ana" });
  expect(await lookFor(desk, "anne")).toEqual([]);
});

test("COMP-04 of two corrections at once one is made, and the other is shown what came of it", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const { clientId, correction, who } = await booked(studio, "Anna");
  const both = await Promise.all([
    correctClient(desk, { ...correction, details: all(who, { givenName: "Ana" }) }),
    correctClient(desk, { ...correction, details: all(who, { givenName: "Hanna" }) }),
  ]);
  const made = both.filter((one) => one.ok);
  const lost = both.filter((one) => !one.ok);
  expect([made.length, lost.length]).toEqual([1, 1]);
  const { givenName } = (await opened(studio, clientId)) ?? {};
  expect(made[0]).toMatchObject({ value: { givenName, version: 2 } });
  expect(lost[0]).toMatchObject({
    refusal: { code: "changed_meanwhile", client: { givenName, version: 2 } },
  });
});

test("COMP-04 a correction is held to what a booking is: one person one record, nobody born tomorrow, families share", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const { correction, who, clientId } = await booked(studio, "Anna");
  const twin = person("Ana");
  await addClient(runtime, studio.tenantId, twin);
  const correct = async (told: Partial<typeof who>) =>
    await correctClient(desk, { ...correction, details: all(who, told) });
  expect(await correct({ givenName: " ANA ", email: twin.email })).toEqual(refused("same_as_another"));
  expect(await correct({ birthDate: "2199-01-01" })).toEqual(refused("birth_date_in_future"));
  expect(await correct({ ...who })).toEqual(refused("nothing_to_correct"));
  expect(await opened(studio, clientId)).toMatchObject(who);
  succeeded(await correct({ email: twin.email, phone: twin.phone }));
  expect(await lookFor(desk, twin.email)).toHaveLength(2);
});

test("COMP-04 AUTH-51 AUTH-52 AUTH-53 the desk corrects how a client is reached and sees no birth date, a therapist their own clients, another studio nobody", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const { correction, clientId, who } = await booked(studio, "Anna");
  const [mine, others] = studio.practitionerIds;
  const look = async (context: VerbContext) => await clientToCorrect(context, { clientId });
  const correct = async (context: VerbContext, told: Partial<typeof who>, version = 1) =>
    await correctClient(context, { ...correction, version, details: all(who, told) });

  const desk = await employed(studio.as("receptionist"));
  expect(await look(desk)).toMatchObject({ client: { fields: "contact", birthDate: null }, requests: [] });
  await expect(correct(desk, { givenName: "Ana" })).rejects.toThrow("forbidden");
  await expect(correct(desk, { birthDate: "1990-01-01" })).rejects.toThrow("forbidden");
  const reached = { fields: "contact", email: who.email, phone: "+1 212 555 0142" } as const;
  const answer = await correctClient(desk, { ...correction, details: reached });
  expect(answer).toMatchObject({ ok: true, value: { birthDate: null, version: 2 } });

  const theirs = await employed(studio.as({ therapist: mine ?? "" }));
  expect(await look(theirs)).toMatchObject({ client: { fields: "all", birthDate: "1988-04-12" } });
  succeeded(await correct(theirs, { givenName: "Ana" }, 2));
  const elsewhere = (await createStudio(runtime)).as("admin");
  for (const stranger of [studio.as({ therapist: others ?? "" }), elsewhere]) {
    await expect(look(stranger)).rejects.toThrow("not_found");
    await expect(correct(stranger, { givenName: "Eve" }, 3)).rejects.toThrow("not_found");
  }
  expect(await opened(studio, clientId)).toMatchObject({ givenName: "Ana" });
  expect((await searchClients(desk, { text: "ana" })).clients).toMatchObject([{ canCorrect: true }]);
});

test("COMP-03 COMP-04 a removed record is corrected by nobody", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const clientId = await addClient(runtime, studio.tenantId, person("Ana"));
  succeeded(await removeClient(desk, { clientId, reason }));
  const correction = { clientId, version: 1, reason, answering: null, details: all(person("Anna"), {}) };
  await expect(correctClient(desk, correction)).rejects.toThrow("not_found");
});

test("COMP-04 AUTH-09 another email hands the portal to nobody: sessions end, an old link leads nowhere, the proven address is told, the new one comes in", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const { tenantId } = studio;
  const { correction, who } = await booked(studio, "Anna");
  const { token } = await signedInClient(studio, kept, who);
  const before = await askAndRead(studio, kept, who);
  const stands = async () => await resolveClientSession(runtime, { tenantId, token }, "recheck");

  succeeded(await correctClient(desk, { ...correction, details: all(who, { givenName: "Ana" }) }));
  expect(await stands()).not.toBeNull();
  const email = "ana.new@example.com";
  succeeded(
    await correctClient(desk, { ...correction, version: 2, details: all(who, { givenName: "Ana", email }) }),
  );
  expect(await stands()).toBeNull();
  const aside = { userAgent: "Test/1.0", ip: null, tokenBefore: null, code: null };
  const { browserToken, mail } = before;
  const link = mail?.link ?? null;
  expect(await comeIn(runtime, { tenantId, browserToken, link, ...aside })).toEqual({
    ok: false,
    refusal: "expired",
  });

  const planned = await query(
    "select id from notification where tenant_id = $1 and kind = 'email_corrected'",
    [tenantId],
  );
  expect(planned).toHaveLength(1);
  await sendMessage(systemContext(runtime, tenantId, "test"), { notificationId: String(planned[0]?.["id"]) });
  expect(kept.mails.at(-1)).toMatchObject({ to: who.email, content: { notice: "email_corrected" } });

  expect((await askAndRead(studio, kept, who)).mail).toBeNull();
  const { actor } = await signedInClient(studio, kept, { ...who, email });
  expect(actor.clientId).toBe(correction.clientId);
});

test("COMP-04 the correction that a client asked for is made and answered in one step, once, and by whoever answers requests", async () => {
  const studio = await createStudio(runtime);
  const desk = await admin(studio);
  const { correction, clientId, who } = await booked(studio, "Anna");
  const own = studio.as({ client: clientId });
  const wish = "Ana, with one n.";
  const { id } = succeeded(await askRequest(own, { kind: "correction", wish }));
  expect((await clientToCorrect(desk, { clientId })).requests).toMatchObject([{ id, wish }]);
  const answering = { requestId: asId<never>(id), answer: "Done, we are sorry." };
  const details = all(who, { givenName: "Ana" });
  await expect(
    correctClient(studio.as({ therapist: studio.practitionerId }), { ...correction, details, answering }),
  ).rejects.toThrow("forbidden");
  const another = await booked(studio, "Ben", 5);
  await expect(
    correctClient(desk, {
      ...another.correction,
      details: all(another.who, { givenName: "Bea" }),
      answering,
    }),
  ).rejects.toThrow("not_found");
  // A refused correction answers nothing.
  const unchanged = { ...correction, details: all(who, {}), answering };
  expect(await correctClient(desk, unchanged)).toEqual(refused("nothing_to_correct"));
  expect((await listOwnRequests(own, {})).requests).toMatchObject([{ state: "open" }]);

  succeeded(await correctClient(desk, { ...correction, details, answering }));
  expect((await listOwnRequests(own, {})).requests).toMatchObject([
    { state: "approved", answer: answering.answer },
  ]);
  const again = { ...correction, version: 2, details: all(who, { givenName: "Anne" }), answering };
  expect(await correctClient(desk, again)).toEqual(refused("already_answered"));
  expect(await opened(studio, clientId)).toMatchObject({ givenName: "Ana" });
});
