import type { waitlistFigures as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma, type WaitlistEntryModel, type WaitlistOfferModel } from "@quietroom/db";
import { practitionersWithin } from "@quietroom/domain/access";
import { waitlistFigures as figuresOf } from "@quietroom/domain/scheduling";
import { addDays, localDate, resolveWallTime } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { studioClock } from "../studio-clock.ts";

/**
 * How the waitlist did in the last days, today among them, by the calendar of the studio (WAIT-12): numbers, and nobody's name. Somebody who sees
 * only their own clients is told of what could come to them, as on the board.
 */
export const waitlistFigures = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "waitlist.figures",
  permission: "waitlist:view",
  isolation: "serializable", // one snapshot: the numbers are of one another
  trace: "audited",
  opens: "nothing",
  async run({ tx, input, now, actor, tenantId, audit }) {
    const { timeZone } = await studioClock(tx, tenantId);
    const from = addDays(localDate(now, timeZone), 1 - input.days);
    audit({ action: "read", resource: "waitlist", resourceId: null, detail: { from } });
    const since = toInstantColumn(resolveWallTime(from, "00:00", timeZone));
    const own = practitionersWithin(actor, "waitlist:view");
    const theirs = (column: Prisma.Sql) =>
      own === "all" ? Prisma.sql`true` : Prisma.sql`${column} = any(${[...own]}::uuid[])`;

    const entries = await tx.$queryRaw<{ status: WaitlistEntryModel["status"]; n: number }[]>`
      select e.status::text as status, count(*)::integer as n from waitlist_entry e
      where e.tenant_id = ${tenantId}::uuid and e.joined_at >= ${since}::timestamptz
        and (e.practitioner_id is null or ${theirs(Prisma.sql`e.practitioner_id`)})
      group by e.status`;
    const offers = await tx.$queryRaw<{ status: WaitlistOfferModel["status"]; n: number }[]>`
      select f.status::text as status, count(*)::integer as n
      from waitlist_offer f join opening o on o.tenant_id = f.tenant_id and o.id = f.opening_id
      where f.tenant_id = ${tenantId}::uuid and f.offered_at >= ${since}::timestamptz and ${theirs(Prisma.sql`o.practitioner_id`)}
      group by f.status`;
    const fills = await tx.$queryRaw<{ ms: number }[]>`
      select (extract(epoch from f.answered_at - o.created_at) * 1000)::float8 as ms
      from waitlist_offer f join opening o on o.tenant_id = f.tenant_id and o.id = f.opening_id
      where f.tenant_id = ${tenantId}::uuid and f.status = 'accepted' and f.answered_at >= ${since}::timestamptz
        and ${theirs(Prisma.sql`o.practitioner_id`)}`;
    const counts = {
      entries: Object.fromEntries(entries.map(({ status, n }) => [status, n])),
      offers: Object.fromEntries(offers.map(({ status, n }) => [status, n])),
      fillMs: fills.map(({ ms }) => ms),
    };
    return { from, ...figuresOf(counts) };
  },
});
