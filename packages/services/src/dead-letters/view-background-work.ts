import type { viewBackgroundWork as contract } from "@quietroom/contracts/background-work";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { dayMs, instant, plus } from "@quietroom/domain/time";
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
    const failed = {
      tenantId,
      status: "failed" as const,
      dueAt: { gte: toInstantColumn(plus(now, -30 * dayMs)) },
    };
    const messages = await tx.notification.findMany({
      where: failed,
      orderBy: { id: "desc" },
      take: mostFailed,
      select: { id: true, kind: true, channel: true, reason: true, attempts: true, dueAt: true },
    });
    const waiting = { tenantId, relayedAt: null };
    const oldest = await tx.outbox.findFirst({ where: waiting, orderBy: { seq: "asc" } });
    return {
      timeZone,
      locale,
      ...(await runsOf(tx)),
      outbox: {
        waiting: await tx.outbox.count({ where: waiting }),
        oldestForMs: oldest && Math.max(0, now - fromInstantColumn(oldest.createdAt)),
      },
      messages: {
        failedCount: await tx.notification.count({ where: failed }),
        failed: messages.map((message) => ({ ...message, dueAt: fromInstantColumn(message.dueAt) })),
      },
    };
  },
});

async function runsOf(tx: Tx) {
  const [counts] = await tx.$queryRaw<
    { waiting: number; due: number; atWork: number; again: number; oldestDueForMs: number | null }[]
  >`
    select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'due')::int as due,
      count(*) filter (where state = 'at_work')::int as "atWork", count(*) filter (where state = 'again')::int as again,
      floor(extract(epoch from app.now() - min(due_at) filter (where state = 'due')) * 1000)::float8 as "oldestDueForMs"
    from app.studio_runs()`;
  const next = await tx.$queryRaw<{ functionId: string; dueAt: number }[]>`
    select function_id as "functionId", floor(extract(epoch from due_at) * 1000)::float8 as "dueAt"
    from app.studio_runs() where state in ('waiting', 'again') and due_at is not null
    order by due_at, function_id limit ${mostNext}`;
  const { oldestDueForMs, ...runs } = counts ?? none;
  return {
    runs,
    oldestDueForMs,
    nextDue: next.map(({ functionId, dueAt }) => ({ functionId, dueAt: instant(dueAt) })),
  };
}

const none = { waiting: 0, due: 0, atWork: 0, again: 0, oldestDueForMs: null };
