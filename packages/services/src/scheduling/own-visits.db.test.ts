import { instant, localDate, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookedClient,
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  sealedWord,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { cancelOwnVisit, listOwnVisits, listSlots, rescheduleOwnVisit, viewOwnVisit } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
const elsewhere = await createStudio(runtime);
let days = 2;

async function somebody(name: string) {
  days += 2;
  const client = await bookedClient(studio, query, { name, day: days });
  return {
    ...client,
    visit: asId<AppointmentId>(client.appointmentId),
    as: studio.as({ client: client.clientId }),
  };
}

const idsOf = (visits: readonly { readonly id: string }[]) => visits.map(({ id }) => id);

test("PORT-01 AUTH-10 a client sees their own visits, those to come first and those that are over apart, and nobody else's", async () => {
  const ana = await somebody("Ana");
  const ben = await somebody("Ben");
  const later = await bookVisit(studio, { startsAt: wallTime(days + 1, "14:00"), who: ana.who });
  const shown = await listOwnVisits(ana.as, {});
  expect(shown.givenName).toBe("Ana");
  expect(idsOf(shown.coming)).toEqual([ana.visit, later.id]);
  expect(shown.past).toEqual([]);
  expect(shown.coming[0]).toMatchObject({
    status: "scheduled",
    timeZone: "America/New_York",
    canCancel: true,
    canReschedule: true,
  });
  await query(
    "update appointment set starts_at = now() - interval '3 days', ends_at = now() - interval '3 days' + interval '1 hour', blocked_from = now() - interval '3 days', blocked_until = now() - interval '3 days' + interval '1 hour' where id = $1",
    [later.id],
  );
  const after = await listOwnVisits(ana.as, {});
  expect([idsOf(after.coming), idsOf(after.past)]).toEqual([[ana.visit], [later.id]]);
  expect(idsOf((await listOwnVisits(ben.as, {})).coming)).toEqual([ben.visit]);
});

test("check 21 TEN-07 AUTH-10 another client's visit, a hold, another studio's and one that never was are not found, alike and audited", async () => {
  const cleo = await somebody("Cleo");
  const dora = await somebody("Dora");
  const hold = await holdTime(studio, { startsAt: wallTime(days + 1, "15:00") });
  const theirs = await bookVisit(elsewhere, { startsAt: wallTime(3, "10:00"), who: person("Cleo") });
  const startsAt = wallTime(days + 3, "11:00");
  for (const id of [dora.visit, hold.id, theirs.id, randomUUID()]) {
    const appointmentId = asId<AppointmentId>(id);
    const asked = { appointmentId, practitionerId: null, startsAt, reason: "" };
    for (const verb of [viewOwnVisit, cancelOwnVisit, rescheduleOwnVisit]) {
      const requestId = randomUUID();
      await expect(verb({ ...cleo.as, requestId }, asked)).rejects.toMatchObject({ code: "not_found" });
      expect(
        await query(
          "select actor_kind, outcome, client_id, resource_id from audit_event where request_id = $1",
          [requestId],
        ),
      ).toEqual([{ actor_kind: "client", outcome: "not_found", client_id: cleo.clientId, resource_id: id }]);
    }
  }
  const [untouched] = await query("select status, version from appointment where id = $1", [dora.visit]);
  expect(untouched).toEqual({ status: "scheduled", version: 2 });
});

test("PORT-02 SCHED-17 a client cancels their own visit: its hour goes to the waitlist, the audit names the client, and the notice too", async () => {
  const emma = await somebody("Emma");
  const answer = await cancelOwnVisit(emma.as, { appointmentId: emma.visit, reason: "Away" });
  expect(answer).toMatchObject({ ok: true });
  const [row] = await query("select status, cancelled_by from appointment where id = $1", [emma.visit]);
  expect(row).toEqual({ status: "cancelled", cancelled_by: "client" });
  const why = { table: "appointment", column: "cancel_reason", rowId: emma.visit };
  expect(await sealedWord(runtime, emma.as.actor.tenantId, why)).toBe("Away");
  const events = await query(
    "select name from outbox where data ->> 'appointmentId' = $1 or name = 'opening/created' order by seq desc limit 2",
    [emma.visit],
  );
  expect(events.map(({ name }) => name)).toEqual(["opening/created", "appointment/cancelled"]);
  expect(await query("select 1 from opening where caused_by_appointment_id = $1", [emma.visit])).toHaveLength(
    1,
  );
  expect(await cancelOwnVisit(emma.as, { appointmentId: emma.visit, reason: "" })).toEqual({
    ok: false,
    refusal: { code: "already_cancelled" },
  });
  const shown = await viewOwnVisit(emma.as, { appointmentId: emma.visit });
  expect(shown).toMatchObject({ status: "cancelled", canCancel: false, givenName: "Emma" });
});

test("SCHED-17 ec-J1 past the cut-off the client no longer cancels or moves", async () => {
  const finn = await somebody("Finn");
  await query("update appointment set cancel_deadline = now() - interval '1 second' where id = $1", [
    finn.visit,
  ]);
  const refusal = { ok: false, refusal: { code: "too_late" } };
  expect(await cancelOwnVisit(finn.as, { appointmentId: finn.visit, reason: "" })).toEqual(refusal);
  const move = { appointmentId: finn.visit, practitionerId: null, startsAt: wallTime(days + 1, "12:00") };
  expect(await rescheduleOwnVisit(finn.as, move)).toMatchObject(refusal);
});

test("PORT-02 SCHED-16 a client moves their own visit; what is taken is refused with other times", async () => {
  const gwen = await somebody("Gwen");
  const free = wallTime(days, "14:00");
  const move = { appointmentId: gwen.visit, practitionerId: studio.practitionerId, startsAt: free };
  expect(await rescheduleOwnVisit(gwen.as, move)).toEqual({ ok: true, value: { startsAt: free } });
  const taken = wallTime(days, "11:00");
  await bookVisit(studio, { startsAt: taken, who: person("Hugo") });
  const answer = await rescheduleOwnVisit(gwen.as, { ...move, startsAt: taken });
  expect(answer).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  if (!answer.ok) expect(answer.refusal.alternatives).toHaveLength(3);
  const shown = await viewOwnVisit(gwen.as, { appointmentId: gwen.visit });
  expect(shown.startsAt).toBe(free);
  expect(shown.endsAt).toBe(plus(instant(free), 60 * minuteMs));
});

test("SCHED-16 ec-J6 where a client looks for another time, their own counts as free, for that visit and nobody else", async () => {
  const kim = await somebody("Kim");
  const shown = await viewOwnVisit(kim.as, { appointmentId: kim.visit });
  const { serviceId, locationId, practitionerId } = studio;
  const choice = { serviceId, locationId, practitionerId, mode: "in_person" } as const;
  const from = localDate(instant(shown.startsAt), "America/New_York");
  const startsWith = async (moving: string | undefined) => {
    const asked = { choice, from, days: 1, ...(moving === undefined ? {} : { moving }) };
    const { starts } = await listSlots(studio.as("public"), asked);
    return starts.includes(shown.startsAt);
  };
  expect(await startsWith(undefined)).toBe(false);
  expect(await startsWith(shown.moving)).toBe(true);
  // It names a time and opens nothing: it is no link to the visit, and at another studio it is not even a name.
  const { links } = runtime;
  expect(links.verify(shown.moving)).toMatchObject({ kind: "moved", id: kim.visit });
  const foreign = links.sign({ kind: "moved", tenantId: elsewhere.tenantId, id: kim.visit });
  expect(await startsWith(foreign)).toBe(false);
  expect(await startsWith(links.sign({ kind: "offer", tenantId: studio.tenantId, id: kim.visit }))).toBe(
    false,
  );
  const half = plus(instant(shown.startsAt), 30 * minuteMs);
  const move = { appointmentId: kim.visit, practitionerId, startsAt: half };
  expect(await rescheduleOwnVisit(kim.as, move)).toEqual({ ok: true, value: { startsAt: half } });
});

test("check 3 TEN-03 a client's move is written as the client's role; the studio's rows are read alone, for the times", async () => {
  const lou = await somebody("Lou");
  const roles: string[] = [];
  const withTenant: typeof runtime.db.withTenant = async (tenantId, mode, work) => {
    roles.push(`${mode.own === undefined ? "studio" : "client"} ${mode.readOnly ? "reads" : "writes"}`);
    return await runtime.db.withTenant(tenantId, mode, work);
  };
  const context = { ...lou.as, runtime: { ...lou.as.runtime, db: { ...runtime.db, withTenant } } };
  const startsAt = wallTime(days, "15:00");
  const move = { appointmentId: lou.visit, practitionerId: null, startsAt };
  expect(await rescheduleOwnVisit(context, move)).toEqual({ ok: true, value: { startsAt } });
  expect(roles).toEqual(["client reads", "studio reads", "client writes"]);
});

test("TEN-12 in a suspended studio a client still sees and cancels what is booked, and moves nothing", async () => {
  const ines = await somebody("Ines");
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  const shown = await listOwnVisits(ines.as, {});
  const move = { appointmentId: ines.visit, practitionerId: null, startsAt: wallTime(days + 1, "12:00") };
  const moved = await rescheduleOwnVisit(ines.as, move);
  await query("update tenant set status = 'active' where id = $1", [studio.tenantId]);
  expect(idsOf(shown.coming)).toEqual([ines.visit]);
  expect(moved).toMatchObject({ ok: false, refusal: { code: "studio_closed" } });
});

test("check 22 AUTH-51 staff, visitors and links have no own visits here", async () => {
  const { visit } = await somebody("Jack");
  for (const who of ["admin", "public", "system", { link: "appointment", id: visit }] as const)
    await expect(listOwnVisits(studio.as(who), {})).rejects.toMatchObject({ code: "forbidden" });
});
