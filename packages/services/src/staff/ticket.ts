import type { Tx } from "@quietroom/db";
import { minuteMs } from "@quietroom/domain/time";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import type { Sealer } from "../seal.ts";

/** What a ticket is good for, and for whom: a session's id, or nothing where nobody is signed in yet. */
export type TicketFor = {
  readonly purpose: "add_passkey" | "prove_passkey" | "sign_in_passkey" | "proof_of_work";
  readonly bearer: string;
};

type Keeping = { readonly tx: Tx; readonly seal: Sealer };

/** How long a ticket counts. */
export const ticketMs = 5 * minuteMs;

const nonceBytes = 16;
const endBytes = 8;
const macBytes = 32;

/**
 * A signed word that counts once, within five minutes, for one purpose. Nothing is kept for it until it is spent, so that asking for
 * tickets fills no table.
 */
export async function issueTicket({ tx, seal }: Keeping, about: TicketFor): Promise<string> {
  const end = Buffer.alloc(endBytes);
  end.writeBigUInt64BE(BigInt((await realNow(tx)) + ticketMs));
  const body = Buffer.concat([randomBytes(nonceBytes), end]);
  return Buffer.concat([body, macOf(seal, body, about)]).toString("base64url");
}

/** The same for whoever is not signed in yet: it belongs to nobody, so no studio's transaction gives it. */
export async function issueOpenTicket({ db, seal }: Runtime, purpose: TicketFor["purpose"]): Promise<string> {
  return await db.withCounters(async ({ tx }) => await issueTicket({ tx, seal }, { purpose, bearer: "" }));
}

/**
 * Whether this is a ticket of ours for exactly this, not over by the database's wall clock, and not spent before in any process. It is
 * spent by the asking.
 */
export async function spendTicket({ tx, seal }: Keeping, ticket: string, about: TicketFor): Promise<boolean> {
  const bytes = Buffer.from(ticket, "base64url");
  // Base64 decoding forgives stray characters; only the canonical text is a ticket.
  if (bytes.length !== nonceBytes + endBytes + macBytes || bytes.toString("base64url") !== ticket)
    return false;
  const body = bytes.subarray(0, nonceBytes + endBytes);
  if (!timingSafeEqual(macOf(seal, body, about), bytes.subarray(body.length))) return false;
  const endsAt = Number(body.readBigUInt64BE(nonceBytes));
  const digest = seal.digest(ticket, { tenantId: "", recordId: about.purpose, field: "guard.spent" });
  await tx.$executeRaw`
    delete from guard.spent where digest in
      (select digest from guard.spent where until < now() limit 5 for update skip locked)`;
  const spent = await tx.$executeRaw`
    insert into guard.spent (digest, until)
    select ${digest}, to_timestamp(${endsAt}::float8 / 1000) where to_timestamp(${endsAt}::float8 / 1000) > now()
    on conflict do nothing`;
  return spent === 1;
}

function macOf(seal: Sealer, body: Buffer, { purpose, bearer }: TicketFor): Buffer {
  const about = { tenantId: "", recordId: `${purpose} ${bearer}`, field: "ticket" };
  return Buffer.from(seal.digest(body.toString("base64url"), about), "hex");
}
