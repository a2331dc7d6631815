import type { Tx } from "@quietroom/db";
import { sessionMs } from "@quietroom/domain/access";
import { found } from "../errors.ts";

/** Where a session comes from, as it is shown to its person later. */
export type SessionOrigin = {
  readonly userAgent: string;
  /** As one of our own proxies saw it; null where there is none. */
  readonly ip: string | null;
};

/**
 * Begins the half session of whoever has passed a first factor, whichever it was (AUTH-01): it opens nothing before its second factor
 * (`passSecondFactor`). Sessions live by the wall clock, `now()`, not by the studio's `app.now()`: whoever moves a demo's clock to
 * watch a reminder is still sitting at the same desk.
 */
export async function beginSession(
  tx: Tx,
  { tenantId, staffUserId }: { readonly tenantId: string; readonly staffUserId: string },
  {
    userAgent,
    ip,
    password = "current",
  }: SessionOrigin & {
    /** Of whoever came by their password: whether its time is over (AUTH-03). */
    readonly password?: "current" | "expired";
  },
): Promise<string> {
  const [session] = await tx.$queryRaw<{ id: string }[]>`
    insert into session (tenant_id, staff_user_id, created_at, last_active_at, expires_at, user_agent, ip, password_expired)
    values (${tenantId}::uuid, ${staffUserId}::uuid, now(), now(), now() + ${`${sessionMs} ms`}::interval,
            ${printable(userAgent).slice(0, 300)}, ${ip ?? ""},
            ${password === "expired"})
    returning id`;
  return found(session).id;
}

/** A header is the sender's text: what no column or log should hold is left out. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "");
}
