import { deviceIncident, inUseMs, networkOf } from "@quietroom/domain/access";
import type { Tx } from "@quietroom/db";
import { isUuid } from "@quietroom/domain/ids";
import { randomBytes, randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import type { Runtime } from "../runtime.ts";
import type { Sealer } from "../seal.ts";
import type { SignedIn } from "./sign-in.ts";

/** A browser that somebody of this studio has signed in from before. */
export type KnownDevice = { readonly deviceId: string; readonly tenantId: string };

type Owner = { readonly tenantId: string; readonly staffUserId: string };

/**
 * The device that a token names, and whose it is, when one of these people has passed their second factor on it within half a year;
 * null for any other (AUTH-42).
 */
export async function findKnownDevice(
  runtime: Runtime,
  owners: readonly Owner[],
  deviceToken: string | null,
): Promise<KnownDevice | null> {
  if (deviceToken === null || !isDeviceToken(deviceToken)) return null;
  for (const { tenantId, staffUserId } of owners) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
    const deviceId = await readDevice(context, { staffUserId, deviceToken });
    if (deviceId !== null) return { deviceId, tenantId };
  }
  return null;
}

/**
 * A new token for the browser of a session that has passed its second factor; null when the browser's own token is known already. A
 * browser that is new to somebody who has used another before is told to them and to the admins (AUTH-44).
 */
export async function rememberDevice(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  deviceToken: string | null,
): Promise<string | null> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await addDevice(context, { sessionId, deviceToken });
}

const readDevice = defineVerb<{ readonly staffUserId: string; readonly deviceToken: string }, string | null>({
  name: "staff.find_device",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, seal }) {
    const [device] = await tx.$queryRaw<{ id: string }[]>`
      select id from staff_device
      where tenant_id = ${tenantId}::uuid and staff_user_id = ${input.staffUserId}::uuid
        and token_hash = ${hashOf(seal, tenantId, input.deviceToken)} and known_since > now() - interval '180 days'`;
    return device?.id ?? null;
  },
});

const addDevice = defineVerb<
  { readonly sessionId: string; readonly deviceToken: string | null },
  string | null
>({
  name: "staff.remember_device",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit, emit }) {
    const { sessionId, deviceToken } = input;
    const session = await tx.session.findFirst({ where: { tenantId, id: sessionId, revokedAt: null } });
    const passed = session !== null && session.mfaPassedAt !== null;
    audit({ action: "create", resource: "staff_device", resourceId: passed ? session.staffUserId : null });
    if (!passed) return null;
    const { staffUserId } = session;
    if (deviceToken !== null) {
      const tokenHash = hashOf(seal, tenantId, deviceToken);
      const known = await tx.staffDevice.count({ where: { tenantId, staffUserId, tokenHash } });
      if (known > 0) return null;
    }
    const before = await tx.staffDevice.count({ where: { tenantId, staffUserId } });
    const incident = deviceIncident({
      staffUserId,
      sessionId,
      browser: before === 0 ? "first" : "new",
      network: networkOf(session.ip),
      inUseElsewhere: await networksInUse(tx, { tenantId, staffUserId, sessionId }),
      cameFromHere: await cameFromHere(tx, { tenantId, staffUserId, sessionId }),
    });
    if (incident !== null) {
      await raiseIncident(tx, tenantId, incident);
      const key = { where: { tenantId_id: { tenantId, id: staffUserId } } };
      await planStaffMail({ tx, tenantId, emit }, found(await tx.staffUser.findUnique(key)), "new_device");
    }
    const token = randomBytes(32).toString("base64url");
    await tx.staffDevice.create({
      data: { tenantId, staffUserId, tokenHash: hashOf(seal, tenantId, token) },
    });
    return token;
  },
});

/** The networks from which this person's other sessions were used within the last minutes, those that a proxy of ours saw. */
async function networksInUse(
  tx: Tx,
  { tenantId, staffUserId, sessionId }: Owner & { readonly sessionId: string },
): Promise<readonly string[]> {
  const others = await tx.$queryRaw<{ ip: string }[]>`
    select ip from session
    where tenant_id = ${tenantId}::uuid and staff_user_id = ${staffUserId}::uuid and id <> ${sessionId}::uuid
      and mfa_passed_at is not null and revoked_at is null and last_active_at > now() - ${`${inUseMs} ms`}::interval`;
  return others.map(({ ip }) => networkOf(ip)).filter((network) => network !== null);
}

/** Whether an earlier session of this person's that was complete came from the /24 or the /48 that this one comes from. */
async function cameFromHere(
  tx: Tx,
  { tenantId, staffUserId, sessionId }: Owner & { readonly sessionId: string },
): Promise<"yes" | "no" | "unknown"> {
  const [seen] = await tx.$queryRaw<{ here: boolean | null }[]>`
    select bool_or(before.ip::inet <<= network(set_masklen(s.ip::inet, case family(s.ip::inet) when 4 then 24 else 48 end))) as here
    from session s
    join session before on before.tenant_id = s.tenant_id and before.staff_user_id = s.staff_user_id and before.created_at < s.created_at
      and before.mfa_passed_at is not null and before.ip <> ''
    where s.tenant_id = ${tenantId}::uuid and s.staff_user_id = ${staffUserId}::uuid and s.id = ${sessionId}::uuid and s.ip <> ''`;
  if (seen === undefined || seen.here === null) return "unknown";
  return seen.here ? "yes" : "no";
}

function isDeviceToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

function hashOf(seal: Sealer, tenantId: string, token: string): string {
  return seal.digest(token, { tenantId, recordId: "", field: "staff_device.token" });
}
