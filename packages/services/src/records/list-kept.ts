import type { listKept as contract, setRetention as retentionContract } from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { ok, refuse } from "@quietroom/domain/result";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { isFreshlyProven } from "../staff/index.ts";
import { showHidden } from "../show-hidden.ts";

const mostListed = 200;

/** Records that were removed, records under a legal hold, and those whose years are over: what an admin decides on. */
export const listKept = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "records.list_kept",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    await showHidden(tx);
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const most = { take: mostListed } as const;
    const removals = await tx.clientRemoval.findMany({
      where: { tenantId, restoredAt: null },
      orderBy: { removedAt: "desc" },
      ...most,
    });
    const held = await tx.legalHold.findMany({
      where: { tenantId, liftedAt: null },
      orderBy: { placedAt: "desc" },
      ...most,
    });
    const over = await tx.purgeCandidate.findMany({
      where: { tenantId, decidedAt: null },
      orderBy: { lastActivityAt: "asc" },
      ...most,
    });
    const clientIds = [...new Set([...removals, ...held, ...over].map(({ clientId }) => clientId))];
    audit({ action: "read", resource: "client", resourceId: null, detail: { clientIds } });
    const client = await namesOfClients(tx, tenantId, clientIds);
    const staff = await namesOfStaff(tx, tenantId, [
      ...removals.map(({ removedBy }) => removedBy),
      ...held.map(({ placedBy }) => placedBy),
    ]);
    const person = (clientId: string) => ({ clientId, name: client.get(clientId) ?? "" });
    return {
      timeZone: studio.timeZone,
      locale: studio.locale,
      years: studio.recordYears,
      removed: removals.map(({ clientId, removedAt, removedBy, reason }) => ({
        ...person(clientId),
        removal: { at: fromInstantColumn(removedAt), by: staff.get(removedBy) ?? "", reason },
      })),
      holds: held.map(({ clientId, placedAt, placedBy, reason }) => ({
        ...person(clientId),
        hold: { at: fromInstantColumn(placedAt), by: staff.get(placedBy) ?? "", reason },
      })),
      candidates: over.map(({ clientId, lastActivityAt, markedAt }) => ({
        ...person(clientId),
        lastActivityAt: fromInstantColumn(lastActivityAt),
        markedAt: fromInstantColumn(markedAt),
      })),
    };
  },
});

/** How many years the studio keeps records after the last activity; never fewer than seven (COMP-02). */
export const setRetention = defineVerb<InputOf<typeof retentionContract>, OutputOf<typeof retentionContract>>(
  {
    name: "records.set_retention",
    permission: "record:manage",
    isolation: "read committed",
    trace: "audited",
    async run({ tx, input, tenantId, actor, audit }) {
      audit({ action: "update", resource: "studio", resourceId: tenantId, detail: { years: input.years } });
      if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
      await tx.tenant.update({ where: { id: tenantId }, data: { recordYears: input.years } });
      return ok({});
    },
  },
);

/** Display names by id. */
export async function namesOfStaff(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: [...ids] } },
    select: { id: true, displayName: true },
  });
  return new Map(people.map(({ id, displayName }) => [id, displayName]));
}
