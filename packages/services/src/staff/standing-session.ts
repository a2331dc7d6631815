import { Prisma, type Tx } from "@quietroom/db";
import { idleMs } from "@quietroom/domain/access";

/**
 * Of a session `s`: a browser's, neither ended, nor outlived, nor idle for too long (AUTH-30). By the database's wall clock, for all
 * processes. An app's has a rule of its own (`appStands`).
 */
export const stands = Prisma.sql`s.app_name is null and s.revoked_at is null and s.expires_at > now() and s.last_active_at > now() - ${`${idleMs} ms`}::interval`;

/** A session that was neither ended nor outlived, with its person, whichever factors have passed. */
export type StandingSession = {
  readonly staffUserId: string;
  readonly email: string;
  readonly displayName: string;
  readonly studioName: string;
  readonly mfaPassedAt: Date | null;
  readonly passwordExpired: boolean;
  readonly sealedEnrolment: string | null;
  readonly sealedSecret: string | null;
  readonly lastStep: number | null;
};

/** Reads and locks a session for its second factor; null when it is over, the person has left or the studio is cancelled. */
export async function lockStandingSession(
  tx: Tx,
  tenantId: string,
  sessionId: string,
): Promise<StandingSession | null> {
  const [session] = await tx.$queryRaw<StandingSession[]>`
    select u.id as "staffUserId", u.email, u.display_name as "displayName", t.name as "studioName",
           s.mfa_passed_at as "mfaPassedAt", s.password_expired as "passwordExpired", s.sealed_enrolment as "sealedEnrolment",
           m.sealed_secret as "sealedSecret", m.last_step::float8 as "lastStep"
    from session s
    join staff_user u on u.tenant_id = s.tenant_id and u.id = s.staff_user_id and u.active
    join tenant t on t.id = s.tenant_id and t.status <> 'cancelled'
    left join staff_totp m on m.tenant_id = s.tenant_id and m.staff_user_id = s.staff_user_id
    where s.tenant_id = ${tenantId}::uuid and s.id = ${sessionId}::uuid
      and ${stands}
    for update of s`;
  return session ?? null;
}

/** What an authenticator app's secret is sealed for. */
export function totpSealedFor(tenantId: string, staffUserId: string) {
  return { tenantId, recordId: staffUserId, field: "staff_totp.secret" };
}

/** What a recovery code's digest is bound to. */
export function recoveryCodeFor(tenantId: string, staffUserId: string) {
  return { tenantId, recordId: staffUserId, field: "staff_recovery_code.code" };
}
