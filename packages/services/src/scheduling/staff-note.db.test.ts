import { randomUUID } from "node:crypto";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import {
  bookedClient,
  bookSeats,
  bookVisit,
  createStudio,
  groupSession,
  holdTime,
  inspect,
  person,
  sealedWord,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { cancelGroupSession, groupRoster } from "../groups/index.ts";
import { planMessage, sendMessage } from "../messages/index.ts";
import { exportOwnRecord } from "../records/index.ts";
import {
  appointmentPanel,
  cancelAsStaff,
  cancelByLink,
  listOwnVisits,
  rescheduleByLink,
  viewAppointment,
  viewOwnVisit,
  writeStaffNote,
} from "./index.ts";

const sent: string[] = [];
const database = await testDatabase();
const query = await inspect(database);
const runtime = await testRuntime(database, {
  sender: {
    send: async (message) => {
      sent.push(JSON.stringify(message));
      return { ok: true, value: { providerId: `p-${message.idempotencyKey}` } };
    },
  },
});

/** Staff of the studio in one role, without a calendar of their own. */
function inRole(studio: TestStudio, role: "billing" | "receptionist") {
  const actor = {
    kind: "staff",
    tenantId: studio.tenantId,
    staffUserId: randomUUID(),
    sessionId: randomUUID(),
    practitionerId: null,
    roles: [role],
  } as const;
  return { ...studio.as("admin"), actor };
}

async function noteOf(studio: TestStudio, appointmentId: AppointmentId) {
  return (await appointmentPanel(studio.as("admin"), { appointmentId })).staffNote;
}

test("SCHED-08 staff note something about a visit in any state of it, change it on the version that they see, and take it away", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const { id } = await bookVisit(studio, { startsAt: wallTime(5, "10:00") });
  const about = { appointmentId: asId<AppointmentId>(id) };
  const known = async () =>
    (await query("select version, updated_at from appointment where id = $1", [id]))[0];
  const before = await known();
  expect(await noteOf(studio, about.appointmentId)).toEqual({ text: "", version: 0 });

  const text = "Parks behind the house.\nRing twice.";
  expect(succeeded(await writeStaffNote(admin, { ...about, version: 0, text }))).toEqual({
    text,
    version: 1,
  });
  expect(await noteOf(studio, about.appointmentId)).toEqual({ text, version: 1 });
  const place = { table: "appointment", column: "staff_note", rowId: id };
  expect(await sealedWord(runtime, studio.tenantId, place)).toBe(text);
  expect(await writeStaffNote(admin, { ...about, version: 0, text: "Mine" })).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile", note: { text, version: 1 } },
  });
  // What a client's page, their calendar and messages tell versions of the visit by stays as it was.
  expect(await known()).toEqual(before);

  const asked = { ...about, version: 2, reason: "" };
  succeeded(await cancelAsStaff(admin, asked));
  succeeded(await writeStaffNote(admin, { ...about, version: 1, text: "Called to say why" }));
  succeeded(await writeStaffNote(admin, { ...about, version: 2, text: "" }));
  expect(await noteOf(studio, about.appointmentId)).toEqual({ text: "", version: 3 });
  expect(await query("select staff_note from appointment where id = $1", [id])).toEqual([
    { staff_note: null },
  ]);
});

test("SCHED-08 AUD-05 of two who write a note at once one has written it; each time is one row of the audit and one line of the history, without its words", async () => {
  const studio = await createStudio(runtime);
  const { id } = await bookVisit(studio, { startsAt: wallTime(5, "12:00") });
  const about = { appointmentId: asId<AppointmentId>(id), version: 0 };
  const texts = ["From the desk", "From the practitioner"];
  const answers = await Promise.all(
    texts.map(async (text) => await writeStaffNote(studio.as("admin"), { ...about, text })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const kept = texts[answers.findIndex(({ ok }) => ok)];
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { note: { text: kept, version: 1 } } });
  const rows = await query(
    `select action, resource, client_id is not null as "hasClient", outcome, to_jsonb(e)::text as whole
     from audit_event e where resource_id = $1 and verb = 'scheduling.write_staff_note' order by outcome`,
    [id],
  );
  const row = { action: "update", resource: "appointment", hasClient: true };
  expect(rows).toMatchObject([
    { ...row, outcome: "changed_meanwhile" },
    { ...row, outcome: "done" },
  ]);
  for (const { whole } of rows) for (const text of texts) expect(whole).not.toContain(text);
  const { history } = await appointmentPanel(studio.as("admin"), { appointmentId: about.appointmentId });
  expect(history.map(({ action }) => action)).toEqual(["held", "booked", "staff note changed"]);
});

test("SCHED-24 each member of a group has a note of their own, which the roster shows to those who manage the session", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio);
  const ana = await bookSeats(studio, groupSessionId);
  const ben = await bookSeats(studio, groupSessionId, { name: "Ben" });
  const desk = inRole(studio, "receptionist");
  const text = "Sits near the door";
  succeeded(await writeStaffNote(desk, { appointmentId: ana.id, version: 0, text }));
  const notes = async (who = desk) =>
    (await groupRoster(who, { groupSessionId })).seats.map(({ appointmentId, staffNote }) => [
      appointmentId,
      staffNote,
    ]);
  const shown = [
    [ana.id, { text, version: 1 }],
    [ben.id, { text: "", version: 0 }],
  ];
  expect(await notes()).toEqual(shown);
  const billing = inRole(studio, "billing");
  expect(await notes(billing)).toEqual([
    [ana.id, null],
    [ben.id, null],
  ]);
  expect((await appointmentPanel(billing, { appointmentId: ana.id })).staffNote).toBeNull();
  await expect(writeStaffNote(billing, { appointmentId: ana.id, version: 1, text: "" })).rejects.toThrow(
    "forbidden",
  );
  // A note is about somebody: neither a session nor a hold has anybody yet.
  const hold = await holdTime(studio, { startsAt: wallTime(9, "10:00") });
  for (const id of [groupSessionId, hold.id]) {
    const about = { appointmentId: asId<AppointmentId>(id), version: 0, text };
    expect(await writeStaffNote(desk, about)).toEqual({ ok: false, refusal: { code: "no_visit" } });
  }
  expect((await appointmentPanel(desk, { appointmentId: asId(hold.id) })).staffNote).toBeNull();
  // How a member's seat ends is no end of what was noted about them.
  succeeded(await cancelGroupSession(desk, { groupSessionId, version: 1, reason: "" }));
  expect(await notes()).toEqual(shown);
});

test("SCHED-08 AUTH-53 TEN-07 a practitioner writes and reads notes of their own visits; a colleague's visit and another studio's are not found, and stay as they were", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  const startsAt = wallTime(5, "10:00");
  const mine = await bookVisit(studio, { startsAt, practitionerId: first });
  const theirs = await bookVisit(studio, { startsAt, practitionerId: second, who: person("Ben") });
  const elsewhere = await createStudio(runtime);
  const foreign = await bookVisit(elsewhere, { startsAt });
  const me = studio.as({ therapist: String(first) });
  const written = { version: 0, text: "Ours" };
  succeeded(await writeStaffNote(me, { appointmentId: asId(mine.id), ...written }));
  expect((await appointmentPanel(me, { appointmentId: asId(mine.id) })).staffNote?.text).toBe("Ours");
  for (const { id } of [theirs, foreign]) {
    await expect(writeStaffNote(me, { appointmentId: asId(id), ...written })).rejects.toThrow("not_found");
  }
  expect(await noteOf(studio, asId(theirs.id))).toEqual({ text: "", version: 0 });
  expect(await noteOf(elsewhere, asId(foreign.id))).toEqual({ text: "", version: 0 });
});

test("SCHED-08 SCHED-24 COMP-04 what staff noted is in no page, calendar or message of the client's, goes with a visit that is moved, and is in the record that they may take", async () => {
  const studio = await createStudio(runtime);
  const secret = "Brings her crocodile";
  const { clientId, appointmentId } = await bookedClient(studio, query, { name: "Lena", day: 6 });
  const id = asId<AppointmentId>(appointmentId);
  const seat = await bookSeats(studio, await groupSession(studio), { name: "Otto" });
  for (const each of [id, seat.id])
    succeeded(await writeStaffNote(studio.as("admin"), { appointmentId: each, version: 0, text: secret }));

  const link = studio.as({ link: "appointment", id });
  const own = studio.as({ client: clientId });
  const seen = async () => [
    await viewAppointment(link, {}),
    await viewAppointment(seat.context, {}),
    await viewOwnVisit(own, { appointmentId: id }),
    await listOwnVisits(own, {}),
  ];
  const pages = [...(await seen())];
  succeeded(await rescheduleByLink(link, { practitionerId: null, startsAt: wallTime(7, "13:00") }));
  expect(await noteOf(studio, id)).toEqual({ text: secret, version: 1 });
  pages.push(...(await seen()));
  succeeded(await cancelByLink(link, { reason: "" }));
  pages.push(...(await seen()));
  expect(JSON.stringify(pages)).toContain("Lena");
  expect(JSON.stringify(pages)).not.toContain(secret);

  // What is handed to be sent is all that a message and the calendar entry in it are made of.
  const system = studio.as("system");
  for (const [visit, kind, version] of [
    [seat.id, "confirmation", 2],
    [id, "cancelled", 4],
  ] as const) {
    const { notificationId } = await planMessage(system, { kind, appointmentId: visit, version });
    expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
  }
  expect(sent).toHaveLength(2);
  expect(sent.join(" ")).not.toContain(secret);

  expect((await exportOwnRecord(own, {})).visits).toMatchObject([{ staffNote: secret }]);
});
