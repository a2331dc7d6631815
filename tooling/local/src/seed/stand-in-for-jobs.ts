import { ok } from "@quietroom/domain/result";
import type { VerbContext } from "@quietroom/services";
import type { MessageSender } from "@quietroom/services/ports";
import { planMessage, planReminders, sendMessage } from "@quietroom/services/messages";
import { type RelayedEvent, relayOutbox } from "@quietroom/services/relay-outbox";
import { answerOffer, offerOpening } from "@quietroom/services/waitlist";
import type { Client } from "pg";
import type { OpenedStudio } from "./open-studio.ts";

/**
 * In the seed's past no job engine ran, so the seed does for its events what the jobs would have done, through the same verbs,
 * in the same order. Messages of that time reached nobody: they went to `historySender`, and the ledger says so by the
 * provider's id, "history-…". `later` are the openings whose cancellation can still be undone: they are asked about again the next time.
 */
export async function standInForJobs(
  studio: OpenedStudio,
  ledger: "kept" | "not yet kept",
  later: Set<string>,
): Promise<void> {
  for (const openingId of later) await fillOpening(studio, openingId, later);
  await relayOutbox(studio.system, async (events) => {
    for (const event of events) {
      if (event.name === "opening/created") await fillOpening(studio, String(event.data["openingId"]), later);
      if (ledger === "kept") await tell(studio, event);
    }
  });
}

/** Takes every message and delivers none. For the seed alone. */
export function historySender(): MessageSender {
  let taken = 0;
  return { send: async () => await Promise.resolve(ok({ providerId: `history-${(taken += 1)}` })) };
}

async function fillOpening(
  { system, linkContext }: OpenedStudio,
  openingId: string,
  later: Set<string>,
): Promise<void> {
  const offer = await offerOpening(system, { openingId });
  if (offer.kind === "later") later.add(openingId);
  else later.delete(openingId);
  if (offer.kind === "offered") await answerOffer(linkContext("offer", offer.offerId), { answer: "accept" });
}

async function tell({ system }: OpenedStudio, { name, data }: RelayedEvent): Promise<void> {
  const about = { appointmentId: String(data["appointmentId"]), version: Number(data["version"]) };
  if (name === "appointment/booked") await send(system, { kind: "confirmation", ...about });
  if (name === "appointment/cancelled") await send(system, { kind: "cancelled", ...about });
  if (name === "waitlist/joined")
    await send(system, { kind: "waitlist_joined", entryId: String(data["entryId"]) });
}

async function send(system: VerbContext, message: Parameters<typeof planMessage>[1]): Promise<void> {
  await sendMessage(system, await planMessage(system, message));
}

/**
 * Hands the studio over to the real jobs. History stays told; what is given back to the relay is the booking of each visit
 * still to come, so that the worker plans its reminders when it first starts (its confirmation is in the ledger, and is not
 * sent twice). Reminders that were due before now are settled here, so that none of them arrives late in a heap.
 */
export async function handOver({ tenantId, system }: OpenedStudio, owner: Client): Promise<void> {
  await owner.query("begin");
  await owner.query("select set_config('app.tenant_id', $1, true)", [tenantId]);
  const { rows } = await owner.query<{ appointmentId: string; version: number }>(`
    update outbox o set relayed_at = null
    from appointment a
    where o.name = 'appointment/booked' and a.tenant_id = o.tenant_id and a.id = (o.data ->> 'appointmentId')::uuid
      and a.status in ('scheduled', 'confirmed') and a.starts_at > app.now()
    returning a.id as "appointmentId", (o.data ->> 'version')::int as version`);
  await owner.query("commit");
  for (const visit of rows) {
    const { reminders } = await planReminders(system, visit);
    for (const { notificationId, dueAt } of reminders) {
      if (dueAt <= Date.now()) await sendMessage(system, { notificationId });
    }
  }
}
