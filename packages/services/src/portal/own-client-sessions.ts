import type {
  clientSessionClock as clock,
  endClientSession as endOne,
  endOtherClientSessions as endOthers,
  listClientSessions as list,
} from "@quietroom/contracts/portal";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type Actor, deviceOf, idleEnd } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";
import { type ClientActor, clientSessionStands } from "./resolve-client-session.ts";

/** Where the signed-in client is signed in, the latest first (AUTH-32). */
export const listClientSessions = defineVerb<object, OutputOf<typeof list>>({
  name: "portal.list_sessions",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const { clientAccountId, sessionId } = asClient(actor);
    const open = await tx.$queryRaw<SessionRow[]>`
      select s.id, s.created_at as "createdAt", s.last_active_at as "lastActiveAt", s.user_agent as "userAgent", s.ip
      from client_session s
      where s.tenant_id = ${tenantId}::uuid and s.client_account_id = ${clientAccountId}::uuid and ${clientSessionStands}
      order by s.created_at desc, s.id desc`;
    return {
      sessions: open.map(({ id, createdAt, lastActiveAt, userAgent, ip }) => ({
        sessionId: id,
        device: deviceOf(userAgent),
        ip: ip === "" ? null : ip,
        startedAt: fromInstantColumn(createdAt),
        lastActiveAt: fromInstantColumn(lastActiveAt),
        own: id === sessionId,
      })),
    };
  },
});

type SessionRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastActiveAt: Date;
  readonly userAgent: string;
  readonly ip: string;
};

/** Ends one of the client's own sessions. Somebody else's is not found; one that is over stays so. */
export const endClientSession = defineVerb<
  Pick<InputOf<typeof endOne>, "sessionId">,
  OutputOf<typeof endOne>
>({
  name: "portal.end_session",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { clientId, clientAccountId } = asClient(actor);
    const { sessionId } = input;
    audit({ action: "sign_out", resource: "client_session", resourceId: sessionId, clientId });
    const own = await tx.clientSession.count({ where: { tenantId, id: sessionId, clientAccountId } });
    if (own === 0) throw new AppError("not_found");
    await tx.$executeRaw`
      update client_session set revoked_at = now(), revoked_reason = 'ended_elsewhere'
      where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid and revoked_at is null`;
    return {};
  },
});

/** Ends all of the client's sessions but the one that asks. */
export const endOtherClientSessions = defineVerb<object, OutputOf<typeof endOthers>>({
  name: "portal.end_other_sessions",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, audit }) {
    const { clientId, clientAccountId, sessionId } = asClient(actor);
    audit({ action: "sign_out", resource: "client_session", resourceId: null, clientId });
    await tx.$executeRaw`
      update client_session set revoked_at = now(), revoked_reason = 'ended_elsewhere'
      where tenant_id = ${tenantId}::uuid and client_account_id = ${clientAccountId}::uuid
        and id <> ${sessionId}::uuid and revoked_at is null`;
    return {};
  },
});

/** When the client's session ends: by itself if they do nothing, and at the latest (AUTH-31). */
export const clientSessionClock = defineVerb<object, OutputOf<typeof clock>>({
  name: "portal.session_clock",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const session = found(
      await tx.clientSession.findUnique({
        where: { tenantId_id: { tenantId, id: asClient(actor).sessionId } },
        select: { expiresAt: true, lastActiveAt: true },
      }),
    );
    const expiresAt = fromInstantColumn(session.expiresAt);
    const lastActiveAt = fromInstantColumn(session.lastActiveAt);
    return { now: await realNow(tx), idleEndsAt: idleEnd({ lastActiveAt, expiresAt }), endsAt: expiresAt };
  },
});

function asClient(actor: Actor): ClientActor {
  if (actor.kind !== "client") throw new AppError("forbidden");
  return actor;
}
