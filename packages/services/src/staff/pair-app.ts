import { decidePairing, sessionMs } from "@quietroom/domain/access";
import { refuse, ok, type Result } from "@quietroom/domain/result";
import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import { mayComeFrom } from "./allowed-address.ts";
import { type AppTokens, giveTokens, listConnectedApps } from "./app-session.ts";
import { printable } from "./begin-session.ts";
import { pairingCodeHash, pairingSelector } from "./connect-app.ts";
import { beginAttempt, takeBackAttempt } from "./guard.ts";
import { endSessions, inTheWay } from "./open-sessions.ts";
import { readPairingCode } from "./pairing-code.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import { stands } from "./standing-session.ts";

/** An app that shows the code its person read to it. */
export type PairingAttempt = {
  readonly code: string;
  readonly userAgent: string;
  /** As one of our own proxies saw it; null where there is none. */
  readonly ip: string | null;
};

/**
 * Connects an app: changes a code for its first tokens, once (AUTH-35). The connection is a session of its own kind, which lasts eight
 * hours at most and ends with whatever ends sessions. Wrong codes count where failed sign-ins of the address do (AUTH-40), and at the
 * pairing itself. Every refusal but that one is the same, so that nobody learns which codes there are.
 */
export async function pairApp(
  runtime: Runtime,
  { code, userAgent, ip }: PairingAttempt,
): Promise<Result<AppTokens, "not_valid" | "locked">> {
  const begun = await beginAttempt(runtime, ip === null ? [] : [{ kind: "address", name: ip }]);
  if (!begun.ok) return begun;
  const paired = await pairBy(runtime, { code, userAgent, ip });
  if (!paired.ok) return refuse("not_valid");
  await takeBackAttempt(runtime, begun.value);
  return paired;
}

async function pairBy(runtime: Runtime, { code, userAgent, ip }: PairingAttempt) {
  const typed = readPairingCode(code);
  if (typed === null) return refuse("not_valid");
  const selector = pairingSelector(runtime.seal, typed);
  const [pairing] = await runtime.db.withCounters(
    async ({ tx }) =>
      await tx.$queryRaw<{ tenantId: string; pairingId: string }[]>`
        select tenant_id as "tenantId", pairing_id as "pairingId" from guard.pairing
        where selector = ${selector} and until > now()`,
  );
  if (pairing === undefined) return refuse("not_valid");
  const { tenantId, pairingId } = pairing;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const codeHash = pairingCodeHash(runtime.seal, pairing, typed);
  return await recordPairing(context, { pairingId, codeHash, userAgent, ip });
}

type PairingRow = {
  readonly staffUserId: string;
  readonly email: string;
  readonly appName: string;
  readonly codeHash: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly tries: number;
};

type PairingRefusal = "used" | "expired" | "too_many_tries" | "over" | "wrong_code";

const recordPairing = defineVerb<
  {
    readonly pairingId: string;
    readonly codeHash: string;
    readonly userAgent: string;
    readonly ip: string | null;
  },
  Result<AppTokens, PairingRefusal>
>({
  name: "staff.pair_app",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { pairingId, codeHash, userAgent, ip } = input;
    const attempt = { action: "sign_in", resource: "app" } as const;
    const row = await lockPairing(tx, { tenantId, pairingId, ip });
    if (row === null) {
      audit({ ...attempt, resourceId: pairingId });
      return refuse("over");
    }
    const { staffUserId, expiresAt, usedAt } = row;
    const about = { ...attempt, detail: { staffUserId, pairingId } };
    const facts = {
      expiresAt: fromInstantColumn(expiresAt),
      usedAt: usedAt && fromInstantColumn(usedAt),
      tries: row.tries,
    };
    const decision = decidePairing(facts, await realNow(tx));
    const isRight = timingSafeEqual(Buffer.from(row.codeHash, "hex"), Buffer.from(codeHash, "hex"));
    if (!decision.ok || !isRight) {
      audit({ ...about, resourceId: null });
      if (!decision.ok) return decision;
      await tx.$executeRaw`
        update app_pairing set tries = tries + 1 where tenant_id = ${tenantId}::uuid and id = ${pairingId}::uuid`;
      return refuse("wrong_code");
    }
    const owner = { tenantId, staffUserId };
    await makeRoomForApp(tx, owner);
    await tx.$executeRaw`
      update app_pairing set used_at = now() where tenant_id = ${tenantId}::uuid and id = ${pairingId}::uuid`;
    const [session] = await tx.$queryRaw<{ id: string }[]>`
      insert into session (tenant_id, staff_user_id, created_at, last_active_at, expires_at, user_agent, ip, app_name)
      values (${tenantId}::uuid, ${staffUserId}::uuid, now(), now(), now() + ${`${sessionMs} ms`}::interval,
              ${printable(userAgent).slice(0, 300)}, ${ip ?? ""}, ${row.appName})
      returning id`;
    const sessionId = found(session).id;
    audit({ ...about, resourceId: sessionId });
    await planStaffMail({ tx, tenantId, emit }, { id: staffUserId, email: row.email }, "app_connected");
    return ok(await giveTokens(tx, { tenantId, sessionId }));
  },
});

/**
 * The pairing, locked, so that of two that show one code one has it; null when the browser that asked for it is over, its person has left,
 * the studio is cancelled, or lets nobody in from there.
 */
async function lockPairing(
  tx: Tx,
  asked: { readonly tenantId: string; readonly pairingId: string; readonly ip: string | null },
): Promise<PairingRow | null> {
  const [row] = await tx.$queryRaw<PairingRow[]>`
    select p.staff_user_id as "staffUserId", u.email, p.app_name as "appName", p.code_hash as "codeHash",
           p.expires_at as "expiresAt", p.used_at as "usedAt", p.tries
    from app_pairing p
    join session s on s.tenant_id = p.tenant_id and s.id = p.session_id and ${stands}
    join staff_user u on u.tenant_id = p.tenant_id and u.id = p.staff_user_id and u.active
    join tenant t on t.id = p.tenant_id and t.status <> 'cancelled' and ${mayComeFrom(asked.ip)}
    where p.tenant_id = ${asked.tenantId}::uuid and p.id = ${asked.pairingId}::uuid
    for update of p`;
  return row ?? null;
}

/** Ends the oldest app of a person who is about to have one more than they may (AUTH-33), and forgets the tokens of those that are over. */
async function makeRoomForApp(
  tx: Tx,
  { tenantId, staffUserId }: { readonly tenantId: string; readonly staffUserId: string },
): Promise<void> {
  await tx.$queryRaw`select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
  const ended = inTheWay(await listConnectedApps(tx, tenantId, staffUserId));
  await endSessions(
    tx,
    tenantId,
    ended.map(({ id }) => id),
    "replaced",
  );
  await tx.$executeRaw`
    delete from app_token k using session s
    where k.tenant_id = ${tenantId}::uuid and s.tenant_id = k.tenant_id and s.id = k.session_id
      and s.staff_user_id = ${staffUserId}::uuid and s.expires_at <= now()`;
}
