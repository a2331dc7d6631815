import type { saveClosure as contract } from "@quietroom/contracts/closures";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { closureRefusal } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { closureRows } from "./closure-rows.ts";

/**
 * Says when a place (null: every place) is closed, as a new closure (`id` null) or as a change of one that was loaded at `version`. It
 * goes before hours and dated exceptions (ec-B6). Visits stay as they are; the answer names those that stand in it (SCHED-03, ec-B12).
 */
export const saveClosure = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.save_closure",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { closure_no_overlap: { code: "overlapping_closure", field: "firstDate" } },
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id: asked, version, locationId, firstDate, lastDate, part, name, kind, telehealth } = input;
    const id = asked ?? uuidv7();
    audit({ action: asked === null ? "create" : "update", resource: "closure", resourceId: id });
    if (asked !== null) found(await tx.closure.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    const refusal = closureRefusal({ firstDate, lastDate, part });
    if (refusal !== null) return refuse(refusal);
    if (locationId !== null) {
      const place = await tx.location.findFirst({ where: { tenantId, id: locationId, active: true } });
      if (place === null) return refuse({ code: "unknown_location", field: "locationId" });
    }
    // Who is booking here at this moment is waited for, so that their visit is named; those of other places are not.
    await tx.$queryRaw`
      select id from location
      where tenant_id = ${tenantId}::uuid and (${locationId}::uuid is null or id = ${locationId}::uuid)
      order by id for no key update`;
    const data = {
      locationId,
      firstDate: toDateColumn(firstDate),
      lastDate: toDateColumn(lastDate),
      startTime: part?.[0] ?? null,
      endTime: part?.[1] ?? null,
      name,
      kind,
      telehealth,
    };
    if (asked === null) {
      if (actor.kind !== "staff") throw new AppError("forbidden"); // a closure is some person's word
      await tx.closure.create({ data: { ...data, tenantId, id, madeBy: actor.staffUserId } });
    } else {
      const saved = await tx.closure.updateMany({
        where: { tenantId, id, version: version ?? 0 },
        data: { ...data, version: { increment: 1 } },
      });
      if (saved.count === 0) return refuse({ code: "changed_meanwhile", field: null });
    }
    emit("closure/changed", { closureId: id });
    const closure = found(await tx.closure.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    const rows = await closureRows(tx, { tenantId, now, practitionerIds: "all" }, [closure]);
    return ok(found(rows.at(0)));
  },
});
