import { Prisma, type Tx } from "@quietroom/db";
import { accessTokenMs } from "@quietroom/domain/access";
import { v7 as uuidv7 } from "uuid";
import { found } from "../errors.ts";
import { newAppToken } from "./app-token.ts";
import { type OpenSession, listSessionsWhere } from "./open-sessions.ts";

/**
 * Of a session `s`: that of a connected app, neither ended nor outlived. It has no idle limit of its own: what stands open at an app is an
 * access token, which lives fifteen minutes and does not slide.
 */
export const appStands = Prisma.sql`s.app_name is not null and s.revoked_at is null and s.expires_at > now()`;

/** What an app is given, the two tokens this once. Both in seconds from now. */
export type AppTokens = {
  readonly accessToken: string;
  readonly accessEndsInSec: number;
  readonly refreshToken: string;
  readonly connectionEndsInSec: number;
};

/** The apps that somebody has connected, the latest first. */
export async function listConnectedApps(
  tx: Tx,
  tenantId: string,
  staffUserId: string,
): Promise<OpenSession[]> {
  return await listSessionsWhere(tx, { tenantId, staffUserId }, appStands);
}

/** The next pair of tokens of an app's session. An access token never outlives its session. */
export async function giveTokens(
  tx: Tx,
  { tenantId, sessionId }: { readonly tenantId: string; readonly sessionId: string },
): Promise<AppTokens> {
  const tokenId = uuidv7();
  const access = newAppToken("access", { tenantId, tokenId });
  const refresh = newAppToken("refresh", { tenantId, tokenId });
  // Columns keep milliseconds, now() microseconds: a thousandth more makes fifteen minutes 900 seconds and not 899.
  const [given] = await tx.$queryRaw<{ accessSec: number; connectionSec: number }[]>`
    with given as (
      insert into app_token (tenant_id, id, session_id, access_hash, refresh_hash, created_at, access_expires_at)
      select s.tenant_id, ${tokenId}::uuid, s.id, ${access.hash}, ${refresh.hash}, now(),
             least(s.expires_at, now() + ${`${accessTokenMs} ms`}::interval)
      from session s where s.tenant_id = ${tenantId}::uuid and s.id = ${sessionId}::uuid
      returning session_id, access_expires_at)
    select floor(extract(epoch from g.access_expires_at - now()) + 0.001)::int as "accessSec",
           floor(extract(epoch from s.expires_at - now()) + 0.001)::int as "connectionSec"
    from given g join session s on s.tenant_id = ${tenantId}::uuid and s.id = g.session_id`;
  const { accessSec, connectionSec } = found(given);
  return {
    accessToken: access.token,
    accessEndsInSec: accessSec,
    refreshToken: refresh.token,
    connectionEndsInSec: connectionSec,
  };
}
