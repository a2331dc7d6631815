import { type Actor, isStaffRole } from "@quietroom/domain/access";
import { isUuid } from "@quietroom/domain/ids";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import type { SignedIn } from "./sign-in.ts";
import { mayComeFrom } from "./allowed-address.ts";
import { stands } from "./standing-session.ts";

export type StaffActor = Extract<Actor, { kind: "staff" }>;

/**
 * A person acting keeps a session awake; a stream that looks whether it may go on does not (AUTH-30). Choosing a password is all that a
 * session opens which began with one that is over (AUTH-03).
 */
export type SessionPurpose = "request" | "recheck" | "choose_password";

/**
 * Who is behind a session, as of now: null until its second factor has passed (AUTH-20) and once it is revoked or expired, the person
 * has left, or the studio is cancelled; in a suspended one people still look (TEN-12);
 * null as well from an address that the studio's list of networks leaves out (AUTH-44): without `address` it is not known;
 * roles and practitioner are read each time, so that a change of role counts from the next request on (AUTH-36).
 */
export async function resolveSession(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  purpose: SessionPurpose,
  address: string | null = null,
): Promise<StaffActor | null> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readSession(context, { sessionId, purpose, address });
}

type SessionRow = {
  readonly staffUserId: string;
  readonly roles: readonly string[];
  readonly practitionerId: string | null;
  readonly quiet: boolean;
};

const readSession = defineVerb<
  { readonly sessionId: string; readonly purpose: SessionPurpose; readonly address: string | null },
  StaffActor | null
>({
  name: "staff.resolve_session",
  permission: "session:start",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId }) {
    const { sessionId, address } = input;
    const [session] = await tx.$queryRaw<SessionRow[]>`
      select u.id as "staffUserId", u.roles, u.practitioner_id as "practitionerId",
             s.last_active_at < now() - interval '1 second' as "quiet"
      from session s
      join staff_user u on u.tenant_id = s.tenant_id and u.id = s.staff_user_id and u.active
      join tenant t on t.id = s.tenant_id and t.status <> 'cancelled' and ${mayComeFrom(address)}
      where s.tenant_id = ${tenantId}::uuid and s.id = ${sessionId}::uuid
        and ${stands} and s.mfa_passed_at is not null
        and (not s.password_expired or ${input.purpose === "choose_password"})`;
    if (session === undefined) return null;
    // To the second, so that the limit is kept as it is told; the requests of one page share one write.
    if (input.purpose !== "recheck" && session.quiet) {
      await tx.$executeRaw`
        update session set last_active_at = now()
        where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
    }
    const { staffUserId, practitionerId } = session;
    return {
      kind: "staff",
      tenantId,
      staffUserId,
      sessionId,
      roles: session.roles.filter(isStaffRole),
      practitionerId,
      address,
    };
  },
});
