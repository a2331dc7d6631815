import type { VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { showHidden } from "../show-hidden.ts";

/** A client's record as it is kept: open, removed (hidden), or without a name. */
export type KeptClient = { readonly removed: boolean; readonly anonymised: boolean };

type Asked = Pick<VerbWork<{ readonly clientId: string }>, "tx" | "tenantId" | "input">;

/** Locks a client's record, a removed one too, and lets the rest of the transaction see what is hidden. Throws `not_found`. */
export async function lockKeptClient({ tx, tenantId, input }: Asked): Promise<KeptClient> {
  await showHidden(tx);
  const [row] = await tx.$queryRaw<KeptClient[]>`
    select deleted_at is not null as removed, anonymised_at is not null as anonymised
    from client where tenant_id = ${tenantId}::uuid and id = ${input.clientId}::uuid for update`;
  return found(row);
}

/** Who of the staff acts: such a step is nobody else's. */
export function actingStaff({ actor }: Pick<VerbWork<unknown>, "actor">): string {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  return actor.staffUserId;
}
