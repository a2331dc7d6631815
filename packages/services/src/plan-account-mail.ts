import type { PortalNotice, StaffNotice } from "@quietroom/domain/messaging";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "./define-verb.ts";
import { found } from "./errors.ts";

type Within = Pick<VerbWork<unknown>, "tx" | "tenantId" | "emit">;

/**
 * Writes a mail to a member of staff about their account into the ledger, to leave with the change that it is about. It goes to the address that
 * is given here, whatever becomes of it. Somebody who has no account yet is written to with a link.
 */
export async function planStaffMail(
  work: Within,
  person: { readonly id: string | null; readonly email: string; readonly linkId?: string },
  kind: StaffNotice,
): Promise<void> {
  const { id: staffUserId, email: toAddress, linkId = null } = person;
  work.emit("staff/mail-planned", {
    mailId: await planAccountMail(work, { staffUserId, linkId, toAddress, kind }),
  });
}

/** Writes a mail to a client about their account, likewise. It goes to the address that was verified. */
export async function planClientMail(work: Within, accountId: string, kind: PortalNotice): Promise<void> {
  const { tx, tenantId } = work;
  const { clientId, email: toAddress } = found(
    await tx.clientAccount.findUnique({
      where: { tenantId_id: { tenantId, id: accountId } },
      select: { id: true, clientId: true, email: true },
    }),
  );
  work.emit("client/mail-planned", { mailId: await planAccountMail(work, { clientId, toAddress, kind }) });
}

/**
 * Writes the mail of a way in to the portal, or of a code for a booking, likewise. It has the id of what it carries, whose row says to whom, and
 * goes with that row. Whether it leaves is decided when it is sent, so that an asking that fits nobody is the same work.
 */
export async function planWayInMail(
  work: Within,
  wayInId: string,
  kind: "way_in" | "booking_code",
): Promise<void> {
  await planAccountMail(work, { id: wayInId, wayInId, kind });
  work.emit("client/way-in-asked", { wayInId });
}

/** One row for each time that something happened: what happens to an account twice is told twice. */
async function planAccountMail(
  { tx, tenantId }: Within,
  mail: {
    readonly id?: string;
    readonly kind: string;
    readonly toAddress?: string;
    readonly wayInId?: string;
    readonly clientId?: string;
    readonly staffUserId?: string | null;
    readonly linkId?: string | null;
  },
): Promise<string> {
  const id = mail.id ?? uuidv7();
  await tx.notification.create({
    data: {
      ...mail,
      tenantId,
      id,
      channel: "email",
      category: "account",
      dedupeKey: `${mail.kind}:${id}`,
    },
    select: { id: true },
  });
  return id;
}
