import type {
  saveCancellationReasons as saveContract,
  viewCancellationReasons as viewContract,
} from "@quietroom/contracts/cancellation-reasons";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";

/** What staff choose from when they cancel a visit, in the studio's order (SCHED-19). */
export const viewCancellationReasons = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "studio.view_cancellation_reasons",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, tenantId }) => ({ reasons: await offered(tx, tenantId) }),
});

/**
 * Sets the list, whole, on the one that was seen. What is not on it any more is offered no longer and stays with the visits that name it;
 * written again, it is the same reason.
 */
export const saveCancellationReasons = defineVerb<
  InputOf<typeof saveContract>,
  OutputOf<typeof saveContract>
>({
  name: "studio.save_cancellation_reasons",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { seen, reasons } = input;
    audit({
      action: "update",
      resource: "cancellation_reasons",
      resourceId: tenantId,
      detail: { reasons: [...reasons] },
    });
    await tx.$executeRaw`select from tenant where id = ${tenantId}::uuid for no key update`;
    const before = await offered(tx, tenantId);
    if (JSON.stringify(before) !== JSON.stringify(seen)) return refuse("changed_meanwhile");
    await tx.$executeRaw`
      update cancellation_reason set active = false
      where tenant_id = ${tenantId}::uuid and active and label <> all (${reasons}::text[])`;
    await tx.$executeRaw`
      insert into cancellation_reason (tenant_id, label, position)
      select ${tenantId}::uuid, label, position from unnest(${reasons}::text[]) with ordinality as listed (label, position)
      on conflict (tenant_id, label) do update set position = excluded.position, active = true`;
    return ok({ reasons });
  },
});

async function offered(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.cancellationReason.findMany({
    where: { tenantId, active: true },
    select: { label: true },
    orderBy: { position: "asc" },
  });
  return rows.map(({ label }) => label);
}
