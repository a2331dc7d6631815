import { bookingCodeMs, wayInLinkMs } from "@quietroom/domain/access";
import type { Tx } from "@quietroom/db";
import { type BookingCode, contentFor, type PortalWayIn } from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type Instant, plus } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { sealedFor } from "../way-in-secrets.ts";
import { type AddressedMail, senderOf, type Sites } from "./account-mail.ts";

type Within = { readonly tx: Tx; readonly tenantId: string };

/** A way in to the portal, or a code for a booking, as its mail is about to leave: link and code are unsealed for that mail alone. */
export type WayIn = {
  readonly id: string;
  readonly sealedSecrets: string | null;
  /** Whose portal it opens; null for a code, and for an asking that fitted nobody. */
  readonly clientId: string | null;
  /** What a code for a booking is for; null for the way in to the portal. */
  readonly holdId: string | null;
  /** How long it counts yet, by the wall clock that it lives by; none once it was used. */
  readonly leftMs: number;
};

/** As what it is in the audit. */
export function auditedAs({ holdId }: Pick<WayIn, "holdId">): "client_way_in" | "booking_code" {
  return holdId === null ? "client_way_in" : "booking_code";
}

/** Locks it as well: before the ledger's row, as whoever replaces or uses it up does. Undefined when it is gone. */
export async function lockWayIn({ tx, tenantId }: Within, id: string): Promise<WayIn | undefined> {
  const [row] = await tx.$queryRaw<WayIn[]>`
    select w.id, w.sealed_secrets as "sealedSecrets", w.hold_id as "holdId", a.client_id as "clientId",
      case when w.used_at is null then (extract(epoch from w.created_at - now()) * 1000)::float8
        + case when w.hold_id is null then ${wayInLinkMs}::float8 else ${bookingCodeMs}::float8 end else 0 end as "leftMs"
    from client_way_in w
      left join client_account a on a.tenant_id = w.tenant_id and a.id = w.client_account_id
    where w.tenant_id = ${tenantId}::uuid and w.id = ${id}::uuid for update of w`;
  return row;
}

/** Its mail as it leaves now. `nobody`: the asking fitted none. `over`: it was used or has ended. */
export async function wayInMail(
  { tx, tenantId, seal }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "seal">,
  { id, clientId, holdId, sealedSecrets, leftMs }: WayIn,
  { bookingUrl }: Sites,
): Promise<Result<AddressedMail, "nobody" | "over">> {
  if (clientId === null && holdId === null) return refuse("nobody");
  if (leftMs <= 0 || sealedSecrets === null) return refuse("over");
  const byId = (of: string) => ({ where: { tenantId_id: { tenantId, id: of } } });
  const { toEmail } = found(
    await tx.clientWayIn.findUnique({ ...byId(id), select: { id: true, toEmail: true } }),
  );
  const { slug, studio } = await senderOf(tx, tenantId);
  const { link, code } = secretsIn(seal.open(sealedSecrets, sealedFor(tenantId, id)));
  const content: PortalWayIn | BookingCode =
    clientId === null
      ? { template: "booking-code", studio, code }
      : {
          template: "portal-way-in",
          clientFirstName: found(
            await tx.client.findUnique({ ...byId(clientId), select: { id: true, givenName: true } }),
          ).givenName,
          studio,
          code,
          wayInUrl: `${bookingUrl}/${slug}/portal/way-in/${found(link)}`,
        };
  return ok({ to: found(toEmail), content: contentFor("email", content) });
}

/** Until when its mail is of use: as long as it counts, and looked at once more when that has just ended, to be written off with its secrets. */
export function wayInUsefulUntil({ leftMs }: WayIn, now: Instant): Instant {
  return plus(now, Math.floor(leftMs) + 1);
}

/** Once its mail has left, or never will, link and code are gone from the row, and so is the address that a code for a booking went to. */
export async function forgetWayIn({ tx, tenantId }: Within, { id }: WayIn): Promise<void> {
  await tx.$executeRaw`
    update client_way_in set sealed_secrets = null, to_email = case when hold_id is null then to_email end
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
}

/** Sealed by `askWayIn` with a link and by `keepBookingCode` without, in this shape; anything else is a bug. */
function secretsIn(text: string): { readonly link: string | null; readonly code: string } {
  const read: unknown = JSON.parse(text);
  if (typeof read === "object" && read !== null && "code" in read)
    return { link: "link" in read ? String(read.link) : null, code: String(read.code) };
  throw new Error("the sealed secrets of a way in hold no code");
}
