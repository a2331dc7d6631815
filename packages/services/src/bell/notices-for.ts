import { Prisma } from "@quietroom/db";
import { type Actor, practitionersWithin } from "@quietroom/domain/access";
import { type BellKind, bellPermissions } from "@quietroom/domain/bell";
import type { Instant } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

/**
 * The notices `n` that somebody may see now and has not put away, as a part of a query: with the visit `a` or the freed hour `o` they are about, and
 * the person's own mark `k`. Reach is judged as it is at this moment, and what is not true any more is left out, as is what is about a client whose
 * record was removed: its rows are not there to be joined.
 */
export function noticesFor({
  tenantId,
  now,
  actor,
  staffUserId,
  wanted,
}: {
  readonly tenantId: string;
  readonly now: Instant;
  readonly actor: Actor;
  readonly staffUserId: string;
  /** The kinds that they want to hear of. */
  readonly wanted: readonly BellKind[];
}): Prisma.Sql {
  return Prisma.sql`
    bell_notice n
      left join notification m on m.tenant_id = n.tenant_id and m.id = n.notification_id
      left join waitlist_offer f on f.tenant_id = m.tenant_id and f.id = m.offer_id
      left join appointment a on a.tenant_id = n.tenant_id and a.id = coalesce(n.appointment_id, m.appointment_id)
      left join opening o on o.tenant_id = n.tenant_id and o.id = coalesce(n.opening_id, f.opening_id)
      left join bell_mark k on k.tenant_id = n.tenant_id and k.notice_id = n.id and k.staff_user_id = ${staffUserId}::uuid
    where n.tenant_id = ${tenantId}::uuid and n.expires_at > ${toInstantColumn(now)}::timestamptz and k.dismissed_at is null
      and n.created_at >= (select u.created_at from staff_user u where u.tenant_id = n.tenant_id and u.id = ${staffUserId}::uuid)
      and case n.kind
        when 'booked' then a.status <> 'cancelled'
        when 'requested' then a.status = 'requested'
        when 'cancellation_asked' then a.status <> 'cancelled' and a.cancel_asked_at is not null and a.cancel_refused_at is null
        when 'cancelled' then a.status = 'cancelled'
        when 'mail_returned' then m.id is not null
        else true end
      and (${Prisma.join([Prisma.sql`false`, ...wanted.map((kind) => reached(kind, actor))], " or ")})`;
}

function reached(kind: BellKind, actor: Actor): Prisma.Sql {
  const within = practitionersWithin(actor, bellPermissions[kind]);
  if (within === "all") return Prisma.sql`n.kind = ${kind}`;
  return Prisma.sql`(n.kind = ${kind} and a.with_practitioner_ids || coalesce(a.practitioner_id, o.practitioner_id) && ${[...within]}::uuid[])`;
}
