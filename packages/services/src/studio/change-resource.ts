import { refuse, ok, type Result } from "@quietroom/domain/result";
import type { TimeZone } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { type ResourceRow, resourceRows } from "./resource-rows.ts";

type Fields = {
  readonly name?: string;
  readonly type?: string;
  readonly equipment?: string[];
  readonly capacity?: number;
  readonly stepFree?: boolean;
  readonly cleaningMin?: number;
  readonly active?: boolean;
  readonly outFrom?: Date | null;
  readonly outUntil?: Date | null;
  readonly outReason?: string;
};

/**
 * Writes what becomes of a room or a device, as it was loaded at `version`, and answers with it as it stands then. Who is booking at its place at
 * this moment is waited for, so that their visit is among those that are named (ec-E5, ec-H18).
 */
export async function changeResource<Refusal extends string>(
  { tx, tenantId, now, audit, emit }: VerbWork<unknown>,
  { id, version }: { readonly id: string; readonly version: number },
  decide: (place: { readonly zone: TimeZone }) => Result<Fields, Refusal>,
): Promise<Result<ResourceRow, Refusal | "changed_meanwhile">> {
  const key = { tenantId_id: { tenantId, id } };
  const before = await tx.resource.findUnique({ where: key });
  audit({ action: "update", resource: before?.kind ?? "room", resourceId: id });
  const { locationId } = found(before);
  await tx.$queryRaw`
    select id from location
    where tenant_id = ${tenantId}::uuid and id = ${locationId}::uuid for no key update`;
  const place = found(await tx.location.findUnique({ where: { tenantId_id: { tenantId, id: locationId } } }));
  const fields = decide({ zone: place.timeZone });
  if (!fields.ok) return fields;
  const saved = await tx.resource.updateMany({
    where: { tenantId, id, version },
    data: { ...fields.value, version: { increment: 1 } },
  });
  if (saved.count === 0) return refuse("changed_meanwhile");
  emit("resource/changed", { resourceId: id });
  const after = found(await tx.resource.findUnique({ where: key }));
  const [row] = await resourceRows(tx, { tenantId, now, practitionerIds: "all" }, [after]);
  return ok(found(row));
}
