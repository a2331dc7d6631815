import {
  bookedClient,
  createStudio,
  holdTime,
  inspect,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { defineVerb } from "./define-verb.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const ana = await bookedClient(studio, query, { name: "Ana", day: 4 });
const ben = await bookedClient(studio, query, { name: "Ben", day: 5 });

/** A verb as it would be if its author forgot whose visits are asked for. */
function forgetful(reach: object) {
  return defineVerb<object, { readonly role: string; readonly visits: string[]; readonly names: string[] }>({
    name: "test.forgetful",
    permission: "appointment:view_own",
    isolation: "read committed",
    trace: "audited",
    ...reach,
    async run({ tx, tenantId, audit }) {
      audit({ action: "read", resource: "client", resourceId: null });
      const [row] = await tx.$queryRaw<{ role: string }[]>`select current_user::text as role`;
      const visits = await tx.appointment.findMany({ where: { tenantId }, orderBy: { startsAt: "asc" } });
      const clients = await tx.client.findMany({ where: { tenantId }, orderBy: { id: "asc" } });
      return {
        role: row?.role ?? "?",
        visits: visits.map(({ id }) => id),
        names: clients.map(({ givenName }) => givenName),
      };
    },
  });
}

test("check 3 AUTH-10 TEN-03 a verb that forgets whose visits are asked for shows a client their own, and a link's bearer that one", async () => {
  const anas = { role: "quietroom_client", visits: [ana.appointmentId], names: ["Ana"] };
  expect(await forgetful({})(studio.as({ client: ana.clientId }), {})).toEqual(anas);
  expect(await forgetful({})(studio.as({ link: "appointment", id: ana.appointmentId }), {})).toEqual(anas);
  const nobodys = { role: "quietroom_client", visits: [], names: [] };
  expect(await forgetful({})(studio.as({ client: studio.tenantId }), {})).toEqual(nobodys);
});

test("check 3 TEN-03 a verb that says so sees the studio's rows", async () => {
  const all = {
    role: "quietroom_app",
    visits: [ana.appointmentId, ben.appointmentId],
    names: ["Ana", "Ben"],
  };
  expect(await forgetful({ reach: "studio" })(studio.as({ client: ana.clientId }), {})).toEqual(all);
});

test("check 3 TEN-03 the bearer of a hold's link is shown that hold, which is nobody's, and no client at all", async () => {
  const hold = await holdTime(studio, { startsAt: wallTime(6, "10:00") });
  const held = { role: "quietroom_client", visits: [hold.id], names: [] };
  expect(await forgetful({})(hold.context, {})).toEqual(held);
});
