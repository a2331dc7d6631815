import type { listServices } from "@quietroom/contracts/studio";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { type ServiceColor, serviceColors, type ServiceLength } from "@quietroom/domain/scheduling";

export type ServiceRow = OutputOf<typeof listServices>[number];

/** Services as the editor shows them, with who offers each; all of the studio's, or one. */
export async function serviceRows(
  tx: Tx,
  where: { readonly tenantId: string; readonly id?: string },
): Promise<ServiceRow[]> {
  const services = await tx.service.findMany({
    where,
    orderBy: [{ active: "desc" }, { position: "asc" }, { id: "asc" }],
    include: { practitioners: { select: { practitionerId: true }, orderBy: { practitionerId: "asc" } } },
  });
  return services.map(({ practitioners, ...service }) => ({
    ...service,
    approval: approvalOf(service),
    moreLengths: moreLengthsOf(service),
    ownNotice: ownNoticeOf(service),
    color: colorOf(service),
    practitionerIds: practitioners.map(({ practitionerId }) => practitionerId),
  }));
}

/** The notice that a service has of its own, both parts or neither: a constraint of the table vouches for that. */
function ownNoticeOf({
  minNoticeMin,
  minNoticeDays,
}: {
  readonly minNoticeMin: number | null;
  readonly minNoticeDays: number | null;
}) {
  return minNoticeMin === null || minNoticeDays === null ? null : { minNoticeMin, minNoticeDays };
}

/** The JSON column holds what `save-service` put there after the contract parsed it, which is why the cast holds. */
export function moreLengthsOf({ moreLengths }: { readonly moreLengths: unknown }): ServiceLength[] {
  return moreLengths as ServiceLength[];
}

/** Whether a client's booking of the service waits for the studio; a constraint of the table vouches for the two words. */
export function approvalOf({ approval }: { readonly approval: string }): "instant" | "request" {
  return approval === "request" ? "request" : "instant";
}

/** The color of a service on the calendar; a constraint of the table vouches for the word. */
function colorOf({ color }: { readonly color: string | null }): ServiceColor | null {
  return serviceColors.find((one) => one === color) ?? null;
}
