import type { withdrawEntry as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { endOffer, keepHourForNext, lockOffers, lockOpening } from "../openings/index.ts";

type Input = InputOf<typeof contract>;

/**
 * Takes somebody off the list by hand, with a reason (WAIT-11). An offer that is out to them is taken back and the next in line is
 * asked at once; if they have accepted it by then, they are not waiting any more, and nothing is taken back.
 */
export const withdrawEntry = defineVerb<Input, OutputOf<typeof contract>>({
  name: "waitlist.withdraw_entry",
  permission: "waitlist:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const key = { tenantId_id: { tenantId, id: input.entryId } };
    const entry = found(await tx.waitlistEntry.findUnique({ where: key }));
    audit({ action: "update", resource: "waitlist_entry", resourceId: entry.id, clientId: entry.clientId });
    await lockOffers(tx, tenantId); // from here on nobody offers them anything
    await takeBackOffer(work, entry.id);
    const { count } = await tx.waitlistEntry.updateMany({
      where: { tenantId, id: entry.id, status: "waiting" },
      data: { status: "withdrawn", withdrawReason: input.reason, updatedAt: toInstantColumn(now) },
    });
    if (count === 0) return refuse({ code: "not_waiting" });
    emit("waitlist/left", { entryId: entry.id });
    return ok({});
  },
});

/** Ends the offer that is out to this entry, unless its person answers it first. */
async function takeBackOffer(work: VerbWork<Input>, entryId: string): Promise<void> {
  const { tx, tenantId, emit } = work;
  const openOffer = { where: { tenantId, entryId, status: "open" } } as const;
  const seen = await tx.waitlistOffer.findFirst({ ...openOffer, select: { openingId: true } });
  if (seen === null) return;
  await lockOpening(tx, tenantId, seen.openingId);
  const offer = await tx.waitlistOffer.findFirst(openOffer); // as it is now that nobody else can change it
  if (offer === null) return;
  await endOffer(work, offer, "withdrawn");
  await keepHourForNext(work, offer);
  emit("waitlist/answered", { openingId: offer.openingId, offerId: offer.id });
}
