import type { Tx } from "@quietroom/db";
import type { StaffNotice } from "@quietroom/domain/messaging";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";

/** Writes a mail about an account, to leave with the change that it is about. */
export async function planStaffMail(
  {
    tx,
    tenantId,
    emit,
  }: { readonly tx: Tx; readonly tenantId: string; readonly emit: VerbWork<unknown>["emit"] },
  person: { readonly id: string; readonly email: string },
  kind: StaffNotice,
): Promise<void> {
  const id = uuidv7();
  await tx.staffMail.create({ data: { tenantId, id, staffUserId: person.id, kind, toEmail: person.email } });
  emit("staff/mail-planned", { mailId: id });
}
