import type { PortalNotice } from "@quietroom/domain/messaging";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "./define-verb.ts";
import { found } from "./errors.ts";

/** Writes a mail to a client about their account, to leave with the change that it is about. It goes to the address that was verified. */
export async function planClientMail(
  { tx, tenantId, emit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "emit">,
  accountId: string,
  kind: PortalNotice,
): Promise<void> {
  const { email } = found(
    await tx.clientAccount.findUnique({
      where: { tenantId_id: { tenantId, id: accountId } },
      select: { id: true, email: true },
    }),
  );
  const id = uuidv7();
  await tx.clientMail.create({ data: { tenantId, id, clientAccountId: accountId, kind, toEmail: email } });
  emit("client/mail-planned", { mailId: id });
}
