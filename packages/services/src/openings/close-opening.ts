import type { Prisma } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

/**
 * Ends the offering of a freed hour. What is still held of it is released: it is booked, or taken otherwise, or everybody's.
 * `considered` and `facts` are of the last round, when it found nobody.
 */
export async function closeOpening(
  { tx, tenantId, now, emit, audit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "emit" | "audit">,
  openingId: string,
  {
    status,
    ...lastRound
  }: {
    readonly status: "filled" | "exhausted" | "withdrawn";
    /** True: the visit that freed it came back. */
    readonly undone?: boolean;
    readonly considered?: Prisma.InputJsonArray;
    readonly facts?: Prisma.InputJsonObject;
  },
): Promise<void> {
  await tx.$executeRaw`
    delete from appointment a using waitlist_offer o
    where o.tenant_id = ${tenantId}::uuid and o.opening_id = ${openingId}::uuid
      and a.tenant_id = o.tenant_id and a.id = o.appointment_id and a.status = 'held'`;
  await tx.opening.update({
    where: { tenantId_id: { tenantId, id: openingId } },
    data: {
      status,
      closedAt: toInstantColumn(now),
      ...lastRound,
    },
  });
  audit({ action: "update", resource: "opening", resourceId: openingId, detail: { to: status } });
  emit("opening/closed", { openingId });
}
