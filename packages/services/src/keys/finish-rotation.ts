import { ok, type Result, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { showHidden } from "../show-hidden.ts";
import { named, sealedOtherwise, sealedTables } from "./sealed-columns.ts";

/**
 * Marks older keys as retired once no row is sealed under them: every table is looked at, not only what was moved. They stay readable for
 * backups. `rows_left` where some row is still under an older key; `rotated_meanwhile` where the key is not the current one any more.
 */
export const finishRotation = defineVerb<
  { readonly keyId: string },
  Result<{ readonly retired: number }, "rows_left" | "rotated_meanwhile">
>({
  name: "keys.finish_rotation",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { keyId } = input;
    audit({
      action: "update",
      resource: "data_key",
      resourceId: null,
      changed: ["retired_at"],
      detail: { keyId },
    });
    const current = await tx.tenantDataKey.findUnique({ where: { tenantId_id: { tenantId, id: keyId } } });
    if (current?.state !== "current") return refuse("rotated_meanwhile");
    await showHidden(tx);
    for (const sealed of await sealedTables(tx)) {
      const left = await tx.$queryRaw<unknown[]>`
        select 1 from ${named(sealed.table)}
        where tenant_id = ${tenantId}::uuid and (${sealedOtherwise(sealed, keyId)}) limit 1`;
      if (left.length > 0) return refuse("rows_left");
    }
    const retired = await tx.$executeRaw`
      update tenant_data_key set retired_at = now()
      where tenant_id = ${tenantId}::uuid and state = 'readable' and retired_at is null and created_at < ${current.createdAt}`;
    return ok({ retired });
  },
});
