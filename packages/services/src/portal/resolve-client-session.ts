import type { Actor } from "@quietroom/domain/access";
import { Prisma } from "@quietroom/db";
import { clientStep, type ClientStepFacts, idleMs } from "@quietroom/domain/access";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import { isToken, tokenFor } from "../way-in-secrets.ts";

export type ClientActor = Extract<Actor, { kind: "client" }>;

/** Of a session `s`: neither ended, nor outlived, nor idle for too long (AUTH-30). By the database's wall clock, for all processes. */
export const clientSessionStands = Prisma.sql`s.revoked_at is null and s.expires_at > now() and s.last_active_at > now() - ${`${idleMs} ms`}::interval`;

type Asked = { readonly tenantId: string; readonly token: string | null };

/**
 * Who is behind a portal session at one studio, as of now: null once it is over, the account is not active, the record is closed or the
 * studio cancelled, all from the next request on (AUTH-09, AUTH-36), and null before its second step, where there is one (AUTH-07). A person acting keeps it awake; "recheck" does not (AUTH-30).
 */
export async function resolveClientSession(
  runtime: Runtime,
  { tenantId, token }: Asked,
  purpose: "request" | "recheck",
): Promise<ClientActor | null> {
  if (!isToken(token)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readSession(context, { token, purpose });
}

/** Ends the session behind a token for good. One that is unknown or over stays so, without an error: signing out always works. */
export async function endClientSessionByToken(runtime: Runtime, { tenantId, token }: Asked): Promise<void> {
  if (!isToken(token)) return;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  await revokeSession(context, { token });
}

const readSession = defineVerb<
  { readonly token: string; readonly purpose: "request" | "recheck" },
  ClientActor | null
>({
  name: "portal.resolve_session",
  permission: "session:start",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId, seal }) {
    const tokenHash = seal.digest(input.token, tokenFor(tenantId, "client_session.token"));
    const [session] = await tx.$queryRaw<SessionRow[]>`
      select s.id as "sessionId", a.id as "clientAccountId", a.client_id as "clientId",
        s.last_active_at < now() - interval '1 second' as quiet,
        case when m.client_account_id is null then 'none' else 'set_up' end as app,
        case when s.second_factor_at is null then 'not_yet' else 'was_right' end as code,
        case when t.clients_need_second_step then 'required' else 'optional' end as studio
      from client_session s
        join client_account a on a.tenant_id = s.tenant_id and a.id = s.client_account_id and a.state = 'active'
        join client c on c.tenant_id = a.tenant_id and c.id = a.client_id and c.closed_at is null
        join tenant t on t.id = s.tenant_id and t.status <> 'cancelled'
        left join client_totp m on m.tenant_id = a.tenant_id and m.client_account_id = a.id
      where s.tenant_id = ${tenantId}::uuid and s.token_hash = ${tokenHash} and ${clientSessionStands}`;
    if (session === undefined) return null;
    const { quiet, app, code, studio, ...who } = session;
    if (clientStep({ app, code, studio }) !== "nothing") return null;
    // To the second, so that the limit is kept as it is told; the requests of one page share one write.
    if (input.purpose === "request" && quiet) {
      await tx.$executeRaw`
        update client_session set last_active_at = now()
        where tenant_id = ${tenantId}::uuid and id = ${who.sessionId}::uuid`;
    }
    return { kind: "client", tenantId, ...who };
  },
});

type SessionRow = Pick<ClientActor, "clientId" | "clientAccountId" | "sessionId"> &
  ClientStepFacts & { readonly quiet: boolean };

const revokeSession = defineVerb<{ readonly token: string }, void>({
  name: "portal.sign_out",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const tokenHash = seal.digest(input.token, tokenFor(tenantId, "client_session.token"));
    const [ended] = await tx.$queryRaw<{ id: string; clientId: string }[]>`
      update client_session set revoked_at = now(), revoked_reason = 'signed_out'
      where tenant_id = ${tenantId}::uuid and token_hash = ${tokenHash} and revoked_at is null
      returning id, client_id as "clientId"`;
    audit({
      action: "sign_out",
      resource: "client_session",
      resourceId: ended?.id ?? null,
      clientId: ended?.clientId ?? null,
    });
  },
});
