import type { listKeys as contract } from "@quietroom/contracts/keys";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";

/** The studio's keys by their ids, and how far the rows of each table are moved to the current one (ENC-05). Never a key. */
export const listKeys = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "keys.list",
  permission: "keys:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    audit({ action: "read", resource: "data_key", resourceId: null });
    const keys = await tx.tenantDataKey.findMany({
      where: { tenantId },
      omit: { wrapped: true },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    const current = keys.find(({ purpose, state }) => purpose === "data" && state === "current");
    const progress = await tx.keyProgress.findMany({
      where: { tenantId, keyId: current?.id ?? "" },
      orderBy: { tableName: "asc" },
    });
    return {
      keys: keys.map(({ id, purpose, state, service, createdAt, retiredAt }) => ({
        id,
        purpose,
        state,
        service,
        createdAt: fromInstantColumn(createdAt),
        retiredAt: retiredAt === null ? null : fromInstantColumn(retiredAt),
      })),
      progress: progress.map(({ tableName, total, done, rounds, finishedAt }) => ({
        table: tableName,
        total,
        done,
        rounds,
        finishedAt: finishedAt === null ? null : fromInstantColumn(finishedAt),
      })),
    };
  },
});
