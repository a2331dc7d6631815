import type { EventName } from "@quietroom/contracts/events";
import type { OutboxRow } from "@quietroom/db";
import { v7 as uuidv7 } from "uuid";

export type Emitted = { readonly name: EventName; readonly data: Readonly<Record<string, string | number>> };

/** Rows for the outbox. The id is made here and travels with the event, so that delivering it twice is delivering it once. */
export function outboxRows(tenantId: string, emitted: readonly Emitted[]): OutboxRow[] {
  return emitted.map(({ name, data }) => ({ tenantId, id: uuidv7(), name, data: { ...data } }));
}
