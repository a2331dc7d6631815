import type { Tx } from "@quietroom/db";
import { sessionMs } from "@quietroom/domain/access";
import type { Sealer } from "../seal.ts";
import { isToken, tokenFor } from "../way-in-secrets.ts";

type Within = { readonly tx: Tx; readonly tenantId: string; readonly seal: Sealer };

/** Which browser a session is for, and the session it had before, which ends with the new one. */
export type Sender = {
  readonly userAgent: string;
  /** As one of our own proxies saw it; null where there is none. */
  readonly ip: string | null;
  readonly tokenBefore: string | null;
};

/**
 * A new session with a new token, so that whatever this browser held before is worth nothing (AUTH-34). What it opens is decided at each
 * request: nothing before its second step, where there is one.
 */
export async function beginClientSession(
  { tx, tenantId, seal }: Within,
  who: Sender & { readonly accountId: string; readonly clientId: string; readonly token: string },
): Promise<void> {
  const hash = (token: string) => seal.digest(token, tokenFor(tenantId, "client_session.token"));
  if (isToken(who.tokenBefore)) {
    await tx.$executeRaw`
      update client_session set revoked_at = now(), revoked_reason = 'replaced'
      where tenant_id = ${tenantId}::uuid and token_hash = ${hash(who.tokenBefore)} and revoked_at is null`;
  }
  // A header is the sender's text: what no column or log should hold is left out.
  const userAgent = who.userAgent.replace(/[^\x20-\x7e]/g, "").slice(0, 300);
  await tx.$executeRaw`
    insert into client_session (tenant_id, client_account_id, client_id, token_hash, expires_at, user_agent, ip)
    values (${tenantId}::uuid, ${who.accountId}::uuid, ${who.clientId}::uuid, ${hash(who.token)},
      now() + ${`${sessionMs} ms`}::interval, ${userAgent}, ${who.ip ?? ""})`;
}

/** The session goes on under another token, and the one until now opens nothing any more (AUTH-34). How long it lasts does not change. */
export async function rotateClientSession(
  { tx, tenantId, seal }: Within,
  { sessionId, token }: { readonly sessionId: string; readonly token: string },
): Promise<void> {
  await tx.$executeRaw`
    update client_session set token_hash = ${seal.digest(token, tokenFor(tenantId, "client_session.token"))}, last_active_at = now()
    where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
}
