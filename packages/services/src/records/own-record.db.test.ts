import { bookedClient, createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { accessHistory } from "../trail/index.ts";
import { exportOwnRecord } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

test("COMP-04 SCHED-24 a client takes along for which groups they were screened, and nobody else's", async () => {
  const studio = await createStudio(runtime);
  const mina = await bookedClient(studio, query, { name: "Mina", day: 5 });
  const other = await bookedClient(studio, query, { name: "Otto", day: 6 });
  const [staff] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, 'mara@example.com', 'Mara Lind', '-', '{admin}') returning id`,
    [studio.tenantId],
  );
  await query(
    `insert into screening (tenant_id, client_id, service_id, screened_by, screened_at)
     values ($1, $2, $3, $4, '2026-01-05T10:00Z')`,
    [studio.tenantId, mina.clientId, studio.serviceId, staff?.["id"]],
  );
  const taken = async ({ clientId }: typeof mina) =>
    (await exportOwnRecord(studio.as({ client: clientId }), {})).screenings;
  expect(await taken(mina)).toMatchObject([{ by: "Mara Lind", screenedAt: Date.parse("2026-01-05T10:00Z") }]);
  expect(await taken(other)).toEqual([]);
});

test("check 3 TEN-03 COMP-04 what a client takes of their record, visits and agreements is read by the clients' role, not the studio's", async () => {
  const studio = await createStudio(runtime);
  const { clientId } = await bookedClient(studio, query, { name: "Lena", day: 4 });
  await query("insert into consent (tenant_id, client_id, kind, version) values ($1, $2, 'telehealth', 2)", [
    studio.tenantId,
    clientId,
  ]);
  const own = studio.as({ client: clientId });
  // Closed to the studio's role, so that whoever reads any of it as the studio fails.
  await query(
    "revoke select on client, appointment, consent, document_acceptance, rights_request, disclosure from quietroom_app",
  );
  const record = await exportOwnRecord(own, {});
  expect(record.profile.givenName).toBe("Lena");
  expect(record.visits).toHaveLength(1);
  expect(record.consents).toMatchObject([{ kind: "telehealth" }]);
  expect(record.messages).toEqual([]);
  expect((await accessHistory(own, { studio: studio.slug, before: null })).rows).toEqual([]);
});
