import { decideBookingCode } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { instant } from "@quietroom/domain/time";
import { normalizedEmail } from "@quietroom/vault";
import { timingSafeEqual } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { planWayInMail } from "../plan-account-mail.ts";
import { bookingCodeFor, newCode, sealedFor } from "../way-in-secrets.ts";

/**
 * Keeps a new code for a hold instead of the one before, to be mailed to the address that was typed (BOOK-07). Nobody is looked up for it, so that
 * the address of a client and any other are the same work. Whoever calls it has the hold locked.
 */
export async function keepBookingCode(
  { tx, tenantId, seal, emit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "seal" | "emit">,
  asked: { readonly holdId: string; readonly email: string },
): Promise<void> {
  const { holdId } = asked;
  const email = normalizedEmail(asked.email);
  // Those whose hold went take theirs along; this is for studios where nothing sweeps.
  await tx.$executeRaw`
    delete from client_way_in
    where tenant_id = ${tenantId}::uuid and hold_id is not null
      and (hold_id = ${holdId}::uuid or created_at < now() - interval '1 hour')`;
  const id = uuidv7();
  const code = newCode();
  await tx.clientWayIn.create({
    data: {
      tenantId,
      id,
      holdId,
      toEmail: email,
      codeHash: seal.digest(`${code} ${email}`, bookingCodeFor(tenantId, id)),
      sealedSecrets: seal.seal(JSON.stringify({ code }), sealedFor(tenantId, id)),
    },
    select: { id: true },
  });
  await planWayInMail({ tx, tenantId, emit }, id, "booking_code");
}

type Proving = Pick<
  VerbWork<{ readonly details: { readonly email: string }; readonly code?: string | undefined }>,
  "tx" | "tenantId" | "seal" | "actor" | "input"
>;

/**
 * Whether whoever books a hold has shown that the address they typed is theirs: signed in to the portal with it, or by the code that was mailed
 * to it (BOOK-07). A wrong code is counted, and the count outlives the refusal. Whoever calls it has the hold locked, so that codes tried at
 * once are tried one after the other.
 */
export async function proveEmail(
  work: Proving,
  holdId: string,
): Promise<Result<"signed_in" | "by_code", "email_unproven" | "wrong_code" | "code_expired">> {
  const { tx, tenantId, seal, input } = work;
  const email = normalizedEmail(input.details.email);
  if (await isSignedInWith(work, email)) return ok("signed_in");
  const [row] = await tx.$queryRaw<Asked[]>`
    select id, code_hash as "codeHash", wrong_tries as "wrongTries",
      floor(extract(epoch from created_at) * 1000)::float8 as "askedMs", floor(extract(epoch from now()) * 1000)::float8 as "nowMs"
    from client_way_in where tenant_id = ${tenantId}::uuid and hold_id = ${holdId}::uuid for update`;
  if (input.code === undefined) return refuse("email_unproven");
  if (row === undefined) return refuse("code_expired");
  const digest = seal.digest(`${input.code} ${email}`, bookingCodeFor(tenantId, row.id));
  const given = timingSafeEqual(Buffer.from(digest), Buffer.from(row.codeHash)) ? "right" : "wrong";
  const asked = { askedAt: instant(row.askedMs), wrongTries: row.wrongTries };
  const decided = decideBookingCode({ given, asked, now: instant(row.nowMs) });
  if (decided.ok) return ok("by_code");
  if (decided.refusal === "wrong_code")
    await tx.$executeRaw`
      update client_way_in set wrong_tries = wrong_tries + 1
      where tenant_id = ${tenantId}::uuid and id = ${row.id}::uuid`;
  return decided;
}

type Asked = {
  readonly id: string;
  readonly codeHash: string;
  readonly wrongTries: number;
  readonly askedMs: number;
  readonly nowMs: number;
};

/** A code that has booked is gone, in the transaction that booked. */
export async function useUpBookingCode(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  holdId: string,
): Promise<void> {
  await tx.clientWayIn.deleteMany({ where: { tenantId, holdId } });
}

/** Whether the bearer of the hold is signed in to the portal as a client whose verified address this is. */
async function isSignedInWith({ tx, tenantId, actor }: Proving, email: string): Promise<boolean> {
  const clientId = actor.kind === "link" ? (actor.signedInAs ?? null) : null;
  if (clientId === null) return false;
  const account = await tx.clientAccount.findUnique({
    where: { tenantId_clientId: { tenantId, clientId } },
    select: { id: true, email: true, state: true },
  });
  return account?.state === "active" && account.email === email;
}
