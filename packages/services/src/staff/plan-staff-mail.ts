import type { Tx } from "@quietroom/db";
import type { StaffNotice } from "@quietroom/domain/messaging";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";

/** Writes a mail about an account, to leave with the change that it is about. Somebody who has none yet is written to with a link. */
export async function planStaffMail(
  {
    tx,
    tenantId,
    emit,
  }: { readonly tx: Tx; readonly tenantId: string; readonly emit: VerbWork<unknown>["emit"] },
  person: { readonly id: string | null; readonly email: string; readonly linkId?: string },
  kind: StaffNotice,
): Promise<void> {
  const id = uuidv7();
  const { id: staffUserId, email: toEmail, linkId = null } = person;
  await tx.staffMail.create({ data: { tenantId, id, staffUserId, linkId, kind, toEmail } });
  emit("staff/mail-planned", { mailId: id });
}
