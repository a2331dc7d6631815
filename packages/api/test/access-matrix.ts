import { randomUUID } from "node:crypto";
import { type Actor, can, permissions, reaches, type Relations, staffRoles } from "@quietroom/domain/access";
import type { Runtime } from "@quietroom/services";
import type { Row, TestStudio } from "@quietroom/testing";
import { type StaffActor, staffContext } from "../src/context.ts";
import { staffRouter } from "../src/root.ts";
import { declarations } from "./declared.ts";
import { type Reply, served } from "./served.ts";
import { arrange, recordKey, type ValidCall, validCalls } from "./valid-calls.ts";

export type Role = (typeof staffRoles)[number];

/** How the person who asks stands to the record that is asked for. */
const stances = [
  "own",
  "colleague's",
  "supervisee's",
  "covered",
  "other tenant's",
  "gone",
  "random id",
] as const;
export type Stance = (typeof stances)[number];

/** One procedure asked by one role about one kind of record, and the status that the table of permissions wants. */
export type Cell = {
  readonly call: ValidCall;
  readonly role: Role;
  readonly stance: Stance;
  readonly expected: number;
};

type Scene = Awaited<ReturnType<typeof arrange>>;
type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
type Account = Pick<StaffActor, "staffUserId" | "sessionId" | "practitionerId">;

/**
 * Every procedure of the dashboard x role x stance, at a studio of two practitioners that has a record of every kind, with another
 * studio beside it. What relates people stands in the database, as it does for anyone.
 */
export async function accessMatrix(
  runtime: Runtime,
  query: Query,
  { studio, elsewhere }: { readonly studio: TestStudio; readonly elsewhere: TestStudio },
) {
  const scene = await arrange(studio, query);
  const theirScene = await arrange(elsewhere, query);
  const accounts = await accountsAt(studio, scene, query);
  const goneId = await goneRecord(studio, query);
  // A message about the visit, as the jobs plan them.
  await query(
    `insert into notification (tenant_id, kind, channel, category, dedupe_key, client_id, appointment_id, due_at)
     select tenant_id, 'confirmation', 'email', 'appointments', 'one', client_id, id, starts_at from appointment where id = $1`,
    [scene.appointmentId],
  );
  const ours = validCalls(studio, scene).filter(({ router }) => router === "staff");
  const theirs = validCalls(elsewhere, theirScene);
  const declared = new Map(declarations(staffRouter).map((one) => [one.path, one]));
  const none: Relations = { supervised: [], covered: [] };
  const related: Partial<Record<Stance, Relations>> = {
    "supervisee's": { supervised: [studio.practitionerId], covered: [] },
    covered: { supervised: [], covered: [studio.practitionerId] },
  };

  const asking = (role: Role, stance: Stance): StaffActor => ({
    kind: "staff",
    tenantId: studio.tenantId,
    ...accounts[stance],
    roles: [role],
  });

  /** What the call's permission says about whoever stands so: what they may, and whether it reaches the record of the scene. */
  function allowed(call: ValidCall, role: Role, stance: Stance) {
    const permission = permissions.find((one) => one === declared.get(call.path)?.permission);
    if (permission === undefined) throw new Error(`${call.path} declares no permission`);
    const actor: Actor = { ...asking(role, stance), relations: related[stance] ?? none };
    return { may: can(actor, permission), sees: reaches(actor, permission, studio.practitionerId) };
  }

  /** What the table says: no such permission, no such record for this person, or an answer. */
  function expectedOf(call: ValidCall, role: Role, stance: Stance): number {
    const { may, sees } = allowed(call, role, stance);
    if (!may) return 403;
    const key = recordKey(call);
    if (key === undefined) return 200;
    if (["other tenant's", "gone", "random id"].includes(stance)) return 404;
    // What one signs in with and where is one's own, whoever's visits one may see.
    if (["sessionId", "identityId", "passkeyId", "deviceId"].includes(key))
      return stance === "own" ? 200 : 404;
    return sees ? 200 : 404;
  }

  function callOf(call: ValidCall, stance: Stance): ValidCall {
    const key = recordKey(call);
    if (stance === "other tenant's") return theirs.find(({ path }) => path === call.path) ?? call;
    if (key === undefined || (stance !== "gone" && stance !== "random id")) return call;
    return { ...call, input: { ...call.input, [key]: stance === "gone" ? goneId : randomUUID() } };
  }

  const cells: readonly Cell[] = ours.flatMap((call) =>
    staffRoles.flatMap((role) =>
      stances.map((stance) => ({ call, role, stance, expected: expectedOf(call, role, stance) })),
    ),
  );

  async function ask({ call, role, stance }: Cell): Promise<Reply> {
    const person = asking(role, stance);
    const { kind, path, input } = callOf(call, stance);
    const site = served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(person)));
    return await site.call(path, kind, input);
  }

  return { scene, ours, theirs, declared, cells, ask, allowed };
}

/** Who asks, by how they stand to the first practitioner's records: themselves, or somebody of the second's place. */
async function accountsAt(
  studio: TestStudio,
  scene: Scene,
  query: Query,
): Promise<Readonly<Record<Stance, Account>>> {
  const [, colleaguesRecord = ""] = studio.practitionerIds;
  const [stranger] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, 'nobody@example.com', 'Nobody', '-', '{therapist}') returning id`,
    [studio.tenantId],
  );
  const accountOf = async (staffUserId: string): Promise<Account> => {
    const [session] = await query(
      `insert into session (tenant_id, staff_user_id, expires_at, mfa_passed_at)
       values ($1, $2, now() + interval '8 hours', now()) returning id`,
      [studio.tenantId, staffUserId],
    );
    return { staffUserId, sessionId: String(session?.["id"]), practitionerId: colleaguesRecord };
  };
  const owner: Account = {
    staffUserId: scene.staffUserId,
    sessionId: scene.sessionId,
    practitionerId: studio.practitionerId,
  };
  return {
    own: owner,
    "colleague's": await accountOf(String(stranger?.["id"])),
    "supervisee's": await accountOf(scene.supervisorId),
    covered: await accountOf(scene.coveringId),
    "other tenant's": owner,
    gone: owner,
    "random id": owner,
  };
}

/** The id of a record that was there once. */
async function goneRecord(studio: TestStudio, query: Query): Promise<string> {
  const [gone] = await query(
    "insert into practitioner (tenant_id, display_name, slug) values ($1, 'Gone', 'gone') returning id",
    [studio.tenantId],
  );
  const id = String(gone?.["id"]);
  await query("delete from practitioner where id = $1", [id]);
  return id;
}
