import { defineVerb } from "../define-verb.ts";

/** Data keys are replaced every quarter (ENC-05): 90 days after they were made. */
const quarterDays = 90;

/**
 * What a studio's keys need: nothing, rows still to be moved to the current key, or a new key as the current one is a quarter old. Null
 * where the studio has no key yet.
 */
export const dueRotation = defineVerb<
  object,
  { readonly keyId: string; readonly due: "nothing" | "moving" | "rotation" } | null
>({
  name: "keys.due_rotation",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "bookkeeping", // ages of keys, nothing about anyone
  async run({ tx, tenantId }) {
    const [row] = await tx.$queryRaw<{ keyId: string; old: boolean; moving: boolean }[]>`
      select k.id as "keyId", k.created_at <= now() - make_interval(days => ${quarterDays}::integer) as old,
        exists (select from tenant_data_key o
          where o.tenant_id = k.tenant_id and o.purpose = 'data' and o.state = 'readable' and o.retired_at is null) as moving
      from tenant_data_key k
      where k.tenant_id = ${tenantId}::uuid and k.purpose = 'data' and k.state = 'current'`;
    if (row === undefined) return null;
    const due = row.moving ? "moving" : row.old ? "rotation" : "nothing";
    return { keyId: row.keyId, due };
  },
});
