import { staffPolicies } from "@quietroom/domain/access";
import { asId, type LocationId, type StaffUserId } from "@quietroom/domain/ids";
import { ok } from "@quietroom/domain/result";
import {
  createStudio,
  enrolApp,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { sendMessage } from "../messages/index.ts";
import type { OutgoingMessage } from "../ports.ts";
import type { VerbContext } from "../runtime.ts";
import {
  acceptInvitation,
  createStaffUser,
  findStaffLink,
  inviteColleague,
  listTeam,
  resolveSession,
  setLocations,
} from "./index.ts";

const database = await testDatabase();
const sent: OutgoingMessage[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      sent.push(message);
      return await Promise.resolve(ok({ providerId: message.idempotencyKey }));
    },
  },
});
const query = await inspect(database);
const password = "a kettle sings at dawn";
let people = 0;

async function adminOf(studio: TestStudio, role: "admin" | "receptionist" = "admin") {
  people += 1;
  const person = { email: `place${people}@example.com`, password };
  const more = { displayName: "Robin Sample", roles: [role], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { ...person, ...more }));
  const { session } = await enrolApp(runtime, person);
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  const context: VerbContext = { runtime, actor, requestId: "test" };
  return { context, staffUserId: asId<StaffUserId>(staffUserId) };
}

async function secondPlace(studio: TestStudio, name: string): Promise<LocationId> {
  const [row] = await query(
    `insert into location (tenant_id, name, address_line, city, postal_code, country, time_zone)
     values ($1, $2, '2 Side Street', 'New York', '10001', 'US', 'America/New_York') returning id`,
    [studio.tenantId, name],
  );
  return asId<LocationId>(String(row?.["id"]));
}

/** Invites somebody and lets them accept: what the team page says of them then. */
async function join(context: VerbContext, locations: readonly LocationId[], meanwhile = async () => {}) {
  people += 1;
  const email = `joins${people}@example.com`;
  const practitioner = { kind: "none" } as const;
  const wish = { email, roles: ["billing" as const], practitioner, locations: [...locations] };
  succeeded(await inviteColleague(context, wish));
  for (const { tenant_id: tenantId, id } of await query(
    "select tenant_id, id from notification where status = 'planned'",
  )) {
    const actor = { kind: "system", tenantId: String(tenantId), reason: "test" } as const;
    await sendMessage({ runtime, actor, requestId: "test" }, { notificationId: String(id) });
  }
  const mail = sent.find(({ to }) => to === email);
  const url = mail?.content.template === "staff-account" ? mail.content.actionUrl : "";
  const token = url.split("#")[1] ?? "";
  const link = await findStaffLink(runtime, token);
  if (link === null) throw new Error("no such link");
  await meanwhile();
  const { tenantId, linkId, kind } = link;
  const actor = { kind: "link", tenantId, subject: { kind, id: linkId } } as const;
  const acceptance = { token, displayName: "Sam Other", password, accepts: staffPolicies };
  succeeded(await acceptInvitation({ runtime, actor, requestId: "test" }, acceptance));
  return (await listTeam(context, {})).people.find((one) => one.email === email)?.locations;
}

const refused = { ok: false, refusal: "location_closed" };

test("AUTH-04 who is invited works where the inviter says, and everywhere where nothing is said", async () => {
  const studio = await createStudio(runtime);
  const { context } = await adminOf(studio);
  const side = await secondPlace(studio, "Side Street");
  expect(await join(context, [side])).toEqual([side]);
  expect(await join(context, [side, studio.locationId])).toEqual([studio.locationId, side]);
  expect(await join(context, [])).toEqual([]);
  expect((await listTeam(context, {})).locations.map(({ name }) => name)).toEqual([
    "Main Street",
    "Side Street",
  ]);
});

test("AUTH-04 a place that closes before the invitation is accepted is none: they work everywhere else", async () => {
  const studio = await createStudio(runtime);
  const { context } = await adminOf(studio);
  const side = await secondPlace(studio, "Side Street");
  const close = async () => void (await query("update location set active = false where id = $1", [side]));
  expect(await join(context, [side, studio.locationId], close)).toEqual([studio.locationId]);
  const again = {
    email: "late@example.com",
    roles: ["billing" as const],
    practitioner: { kind: "none" } as const,
  };
  expect(await inviteColleague(context, { ...again, locations: [side] })).toEqual(refused);
});

test("AUTH-04 an admin changes where somebody works, their own too, back to everywhere, audited; nobody is signed out", async () => {
  const studio = await createStudio(runtime);
  const [admin, desk] = [await adminOf(studio), await adminOf(studio, "receptionist")];
  const side = await secondPlace(studio, "Side Street");
  const placesOf = async ({ staffUserId }: typeof desk) =>
    (await listTeam(admin.context, {})).people.find((one) => one.staffUserId === staffUserId)?.locations;
  for (const person of [desk, admin]) {
    const { staffUserId } = person;
    expect(await placesOf(person)).toEqual([]);
    succeeded(await setLocations(admin.context, { staffUserId, locations: [side] }));
    expect(await placesOf(person)).toEqual([side]);
    succeeded(await setLocations(admin.context, { staffUserId, locations: [studio.locationId] }));
    expect(await placesOf(person)).toEqual([studio.locationId]);
    succeeded(await setLocations(admin.context, { staffUserId, locations: [] }));
    expect(await placesOf(person)).toEqual([]);
  }
  const both = await Promise.all(
    [side, studio.locationId].map(
      async (one) => await setLocations(admin.context, { staffUserId: desk.staffUserId, locations: [one] }),
    ),
  );
  expect(both.every((answer) => answer.ok)).toBe(true);
  expect((await placesOf(desk))?.length).toBe(1);
  expect(
    await query(
      "select 1 from session where revoked_at is not null and tenant_id = $1 and revoked_reason <> 'rotated'",
      [studio.tenantId],
    ),
  ).toEqual([]);
  const audited = await query(
    "select detail from audit_event where tenant_id = $1 and verb = 'staff.set_locations' and outcome = 'done' order by at, id limit 1",
    [studio.tenantId],
  );
  expect(audited).toEqual([{ detail: { locations: [side] } }]);
});

test("AUTH-04 TEN-07 a closed place is refused, one of another studio is not there, and neither is its staff; receptionists decide nothing", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const [admin, desk, stranger] = [
    await adminOf(studio),
    await adminOf(studio, "receptionist"),
    await adminOf(other),
  ];
  const { staffUserId } = desk;
  const closed = await secondPlace(studio, "Side Street");
  await query("update location set active = false where id = $1", [closed]);
  expect(await setLocations(admin.context, { staffUserId, locations: [closed] })).toEqual(refused);
  const theirs = { staffUserId, locations: [other.locationId] };
  await expect(setLocations(admin.context, theirs)).rejects.toThrow("not_found");
  const notOurs = { staffUserId: stranger.staffUserId, locations: [studio.locationId] };
  await expect(setLocations(admin.context, notOurs)).rejects.toThrow("not_found");
  await expect(setLocations(desk.context, { staffUserId, locations: [] })).rejects.toThrow("forbidden");
  expect(await query("select 1 from staff_location")).toEqual(
    await query("select 1 from staff_location where tenant_id <> $1 and tenant_id <> $2", [
      studio.tenantId,
      other.tenantId,
    ]),
  );
});
