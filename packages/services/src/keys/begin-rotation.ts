import { ok, type Result, refuse } from "@quietroom/domain/result";
import type { WrappedKey } from "@quietroom/vault";
import { defineVerb } from "../define-verb.ts";
import { keyRow } from "./stored-keys.ts";

/**
 * Puts new keys in the place of the current ones, which stay readable. `insteadOf` is the data key that was current when the new ones
 * were made: where it is not any more, somebody else has rotated, and nothing changes.
 */
export const beginRotation = defineVerb<
  { readonly insteadOf: string; readonly keys: readonly WrappedKey[] },
  Result<{ readonly dataKeyId: string }, "rotated_meanwhile">
>({
  name: "keys.begin_rotation",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { insteadOf, keys } = input;
    const ids = keys.map(({ keyId }) => keyId);
    audit({
      action: "create",
      resource: "data_key",
      resourceId: null,
      changed: [],
      detail: { insteadOf, keyIds: ids },
    });
    const dataKey = keys.find(({ purpose }) => purpose === "data");
    if (dataKey === undefined) throw new Error("a rotation needs a new data key");
    const { count } = await tx.tenantDataKey.updateMany({
      where: { tenantId, id: insteadOf, purpose: "data", state: "current" },
      data: { state: "readable" },
    });
    if (count === 0) return refuse("rotated_meanwhile");
    await tx.tenantDataKey.updateMany({
      where: { tenantId, state: "current", purpose: { in: keys.map(({ purpose }) => purpose) } },
      data: { state: "readable" },
    });
    await tx.tenantDataKey.createMany({ data: keys.map((key) => keyRow(tenantId, key)) });
    return ok({ dataKeyId: dataKey.keyId });
  },
});
