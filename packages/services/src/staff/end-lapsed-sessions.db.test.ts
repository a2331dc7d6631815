import {
  addAccount,
  bookedClient,
  createStudio,
  halfSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { createStaffUser, endLapsedSessions, whyEnded } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** A session of somebody's whose last act, or whose end, was so long ago. */
async function session(studio: TestStudio, email: string) {
  const person = { email, password: "a kettle sings at dawn" };
  const more = { displayName: "Robin Sample", roles: ["receptionist" as const], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), { ...person, ...more }));
  return await halfSession(runtime, person);
}

async function clientSession(studio: TestStudio): Promise<string> {
  const { tenantId } = studio;
  const { clientId, who } = await bookedClient(studio, query, { name: "Perla", day: 12 });
  const accountId = await addAccount(runtime, { tenantId, clientId }, who.email);
  const [row] = await query(
    `insert into client_session (tenant_id, client_account_id, client_id, token_hash, expires_at)
     values ($1, $2, $3, repeat('8', 64), now() + interval '8 hours') returning id`,
    [tenantId, accountId, clientId],
  );
  return String(row?.["id"]);
}

const rowsOf = async (tenantId: string) =>
  await query(
    `select actor_kind, action, resource, resource_id, detail ->> 'reason' as reason, client_id is not null as "ofClient"
     from audit_event where tenant_id = $1 and verb = 'staff.end_lapsed_sessions' order by resource desc, detail ->> 'reason'`,
    [tenantId],
  );

test("AUD-02 AUTH-30 a session that ends by itself is in the audit once, of staff and of clients, with how it ended", async () => {
  const [studio, elsewhere] = [await createStudio(runtime), await createStudio(runtime)];
  const [idle, old, busy, other] = [
    await session(studio, "idle@example.com"),
    await session(studio, "old@example.com"),
    await session(studio, "busy@example.com"),
    await session(elsewhere, "other@example.com"),
  ];
  const client = await clientSession(studio);
  const lapse = async (table: string, id: string, column: string, by: string) =>
    await query(`update ${table} set ${column} = now() - $2::interval where id = $1`, [id, by]);
  await lapse("session", busy.sessionId, "last_active_at", "14 minutes 50 seconds");
  expect(await endLapsedSessions(studio.as("system"), {})).toEqual({ ended: 0 });
  expect(await rowsOf(studio.tenantId)).toEqual([]);

  await lapse("session", idle.sessionId, "last_active_at", "15 minutes");
  await lapse("session", old.sessionId, "expires_at", "0 seconds");
  await lapse("session", other.sessionId, "last_active_at", "1 hour");
  await lapse("client_session", client, "last_active_at", "16 minutes");
  expect(await endLapsedSessions(studio.as("system"), {})).toEqual({ ended: 3 });
  const ended = { actor_kind: "system", action: "sign_out" };
  expect(await rowsOf(studio.tenantId)).toEqual([
    { ...ended, resource: "session", resource_id: old.sessionId, reason: "expired", ofClient: false },
    { ...ended, resource: "session", resource_id: idle.sessionId, reason: "idle", ofClient: false },
    { ...ended, resource: "client_session", resource_id: client, reason: "idle", ofClient: true },
  ]);
  expect([
    await whyEnded(runtime, idle),
    await whyEnded(runtime, old),
    await whyEnded(runtime, busy),
  ]).toEqual(["idle", "expired", null]);
  expect(await endLapsedSessions(studio.as("system"), {})).toEqual({ ended: 0 });
  expect(await rowsOf(elsewhere.tenantId)).toEqual([]);
});

test("AUD-02 of two that look at the same moment one ends it, and it is in the audit once", async () => {
  const studio = await createStudio(runtime);
  const { sessionId } = await session(studio, "twice@example.com");
  await query("update session set last_active_at = now() - interval '20 minutes' where id = $1", [sessionId]);
  const both = await Promise.all([1, 2].map(async () => await endLapsedSessions(studio.as("system"), {})));
  expect(both.reduce((sum, { ended }) => sum + ended, 0)).toBe(1);
  expect((await rowsOf(studio.tenantId)).filter(({ resource_id }) => resource_id === sessionId)).toHaveLength(
    1,
  );
});
