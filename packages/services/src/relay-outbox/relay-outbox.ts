import type { EventName } from "@quietroom/contracts/events";
import type { Instant } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { VerbContext } from "../runtime.ts";

/** An event on its way out. Delivering the same id twice is delivering it once. */
export type RelayedEvent = {
  readonly id: string;
  readonly name: EventName;
  readonly data: Readonly<Record<string, string | number>>;
  /** When it was written, by the database's clock: the same each time it is delivered. */
  readonly writtenAt: Instant;
};

const batchSize = 100;

/**
 * Delivers a studio's waiting events in the order in which they were written, batch by batch, and marks each batch once `deliver`
 * has answered. At least once: a crash in between delivers a batch again under the same ids. Several processes may do this
 * for one studio at once; an event never first arrives before one that was written before it. Throws what `deliver` throws.
 */
export async function relayOutbox(
  context: VerbContext,
  deliver: (events: readonly RelayedEvent[]) => Promise<void>,
): Promise<{ readonly relayed: number }> {
  let relayed = 0;
  for (;;) {
    const events = await waitingEvents(context, {});
    if (events.length === 0) return { relayed };
    await deliver(events);
    await markRelayed(context, { ids: events.map(({ id }) => id) });
    relayed += events.length;
    if (events.length < batchSize) return { relayed };
  }
}

const waitingEvents = defineVerb<object, readonly RelayedEvent[]>({
  name: "outbox.waiting_events",
  permission: "job:run",
  isolation: "read committed",
  trace: "public", // ids only, and nothing is written
  async run({ tx, tenantId }) {
    const rows = await tx.outbox.findMany({
      where: { tenantId, relayedAt: null },
      orderBy: { seq: "asc" },
      take: batchSize,
    });
    return rows.map(({ id, name, data, createdAt }) => ({
      id,
      ...writtenEvent(name, data),
      writtenAt: fromInstantColumn(createdAt),
    }));
  },
});

const markRelayed = defineVerb<{ readonly ids: readonly string[] }, null>({
  name: "outbox.mark_relayed",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, now, tenantId }) {
    await tx.outbox.updateMany({
      where: { tenantId, id: { in: [...input.ids] }, relayedAt: null },
      data: { relayedAt: toInstantColumn(now) },
    });
    return null;
  },
});

/** Only `emit` writes the outbox, with a name and data that the types check, which is why the cast holds. */
function writtenEvent(name: string, data: unknown): Pick<RelayedEvent, "name" | "data"> {
  return { name, data } as Pick<RelayedEvent, "name" | "data">;
}
