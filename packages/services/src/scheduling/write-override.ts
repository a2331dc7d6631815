import type { OverridableRule } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";

/** The rules that staff pass over, and why. */
export type Override = { readonly rules: readonly OverridableRule[]; readonly reason: string };

/** Writes an override before its visit is there, or goes there, so that the table knows it when the visit is written; answers its id. */
export async function writeOverride(
  { tx, tenantId, now, actor }: VerbWork<unknown>,
  appointmentId: string,
  { rules, reason }: Override,
): Promise<string> {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  const { id } = await tx.bookingOverride.create({
    data: {
      tenantId,
      id: uuidv7(),
      appointmentId,
      kind: "staff",
      rules: [...rules],
      reason,
      madeBy: actor.staffUserId,
      madeAt: toInstantColumn(now),
    },
    select: { id: true },
  });
  return id;
}
