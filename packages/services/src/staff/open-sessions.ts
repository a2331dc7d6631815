import { Prisma, type Tx } from "@quietroom/db";
import { openSessions } from "@quietroom/domain/access";
import { stands } from "./standing-session.ts";

export type OpenSession = {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastActiveAt: Date;
  readonly userAgent: string;
  readonly ip: string;
  /** Its person's word for it; null for a browser. */
  readonly appName: string | null;
};

/** The sessions somebody is fully signed in to, the latest first. */
export async function listOpenSessions(
  tx: Tx,
  tenantId: string,
  staffUserId: string,
): Promise<OpenSession[]> {
  const open = Prisma.sql`s.mfa_passed_at is not null and ${stands}`;
  return await listSessionsWhere(tx, { tenantId, staffUserId }, open);
}

/** Those of somebody's sessions `s` that fit, the latest first. */
export async function listSessionsWhere(
  tx: Tx,
  { tenantId, staffUserId }: { readonly tenantId: string; readonly staffUserId: string },
  fits: Prisma.Sql,
): Promise<OpenSession[]> {
  return await tx.$queryRaw<OpenSession[]>`
    select s.id, s.created_at as "createdAt", s.last_active_at as "lastActiveAt", s.user_agent as "userAgent", s.ip,
           s.app_name as "appName"
    from session s
    where s.tenant_id = ${tenantId}::uuid and s.staff_user_id = ${staffUserId}::uuid and ${fits}
    order by s.created_at desc, s.id desc`;
}

/** Those that one more session of their kind would end: the oldest beyond the limit (AUTH-33). */
export function inTheWay(open: readonly OpenSession[]): readonly OpenSession[] {
  return open.slice(openSessions - 1);
}

/** Ends sessions, and says why to whoever comes back with one. */
export async function endSessions(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  reason: "replaced" | "ended_elsewhere",
): Promise<void> {
  await tx.$executeRaw`
    update session set revoked_at = now(), revoked_reason = ${reason}
    where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) and revoked_at is null`;
}
