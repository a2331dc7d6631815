import type { viewBackgroundWork as contract } from "@quietroom/contracts/background-work";
import type { OutputOf } from "@quietroom/contracts/wire";
import { Prisma, type Tx } from "@quietroom/db";
import { dayMs, plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

const mostNext = 10;
const mostFailed = 20;

/** How the studio's work behind the scenes stands: what waits, what is late, what leaves next and which messages were given up (INFRA-10, NOTIF-06). */
export const viewBackgroundWork = defineVerb<object, OutputOf<typeof contract>>({
  name: "dead_letters.view_background_work",
  permission: "dead_letter:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, tenantId, audit }) {
    audit({ action: "read", resource: "notification", resourceId: null });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    // The status is said in so many words, so that the index of what failed serves.
    const failed = Prisma.sql`from notification where tenant_id = ${tenantId}::uuid and status = 'failed'
      and due_at >= ${toInstantColumn(plus(now, -30 * dayMs))}::timestamptz`;
    const messages = await tx.$queryRaw<Failed[]>`
      select id, kind, channel, case when client_id is null then 'colleague' else 'client' end as "to", reason, attempts, due_at as "dueAt"
      ${failed} order by id desc limit ${mostFailed}`;
    const [counted] = await tx.$queryRaw<{ failed: number }[]>`select count(*)::int as failed ${failed}`;
    const waiting = { tenantId, relayedAt: null };
    const oldest = await tx.outbox.findFirst({ where: waiting, orderBy: { seq: "asc" } });
    return {
      timeZone,
      locale,
      runs: await runsOf(tx),
      outbox: {
        waiting: await tx.outbox.count({ where: waiting }),
        oldestForMs: oldest && Math.max(0, now - fromInstantColumn(oldest.createdAt)),
      },
      messages: {
        failedCount: counted?.failed ?? 0,
        failed: messages.map((message) => ({ ...message, dueAt: fromInstantColumn(message.dueAt) })),
      },
    };
  },
});

type Work = OutputOf<typeof contract>;
type Failed = Omit<Work["messages"]["failed"][number], "dueAt"> & { readonly dueAt: Date };

/** Null where our own engine has never begun: an Inngest server does the work then. */
async function runsOf(tx: Tx): Promise<Work["runs"]> {
  const [engine] = await tx.$queryRaw<{ begun: boolean }[]>`select exists (select from jobs.cron) as begun`;
  if (engine?.begun !== true) return null;
  const [runs] = await tx.$queryRaw<NonNullable<Work["runs"]>[]>`
    with mine as materialized (select function_id, due_at, state from app.studio_runs()),
    next as (
      select function_id, due_at from mine where state in ('waiting', 'again') and due_at is not null
      order by due_at, function_id limit ${mostNext})
    select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'due')::int as due,
      count(*) filter (where state = 'at_work')::int as "atWork", count(*) filter (where state = 'again')::int as again,
      floor(extract(epoch from app.now() - min(due_at) filter (where state = 'due')) * 1000)::float8 as "oldestDueForMs",
      (select coalesce(jsonb_agg(jsonb_build_object(
          'functionId', function_id, 'dueAt', floor(extract(epoch from due_at) * 1000)) order by due_at, function_id), '[]')
        from next) as "nextDue"
    from mine`;
  return found(runs);
}
