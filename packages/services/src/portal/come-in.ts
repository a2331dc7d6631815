import {
  type ClientAccountState,
  clientAccountAfter,
  decideWayIn,
  mayComeIn,
  type WayInShown,
} from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID, timingSafeEqual } from "node:crypto";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import { beginAttempt, type Guarded, takeBackAttempt } from "../staff/index.ts";
import { beginClientSession, type Sender } from "./client-session.ts";
import { codeFor, isToken, newToken, tokenFor } from "../way-in-secrets.ts";

/** What a browser shows at the door. Only a press of a button shows anything: opening the mail's link does not (check 45). */
export type ShownAtDoor = {
  readonly tenantId: string;
  /** The secret of the mail's link; null when only a code was typed. */
  readonly link: string | null;
  readonly code: string | null;
  /** What the browser keeps since it asked; null when it never did. */
  readonly browserToken: string | null;
};

export type WayInRefusal = "unknown" | "used" | "expired" | "code_needed" | "wrong_code" | "too_many";

/**
 * Lets a client in: the link in the browser that asked for it, its code there, or both in another browser. Once. A code is tried five
 * times for each asking, whoever tries, counted where all processes count (AUTH-06, AUTH-40). The account becomes active here and
 * nowhere else (AUTH-09). Answers the token of a new session, which is in no store but the browser's cookie.
 */
export async function comeIn(
  runtime: Runtime,
  shown: ShownAtDoor & Sender,
): Promise<Result<{ readonly token: string }, WayInRefusal>> {
  const { tenantId, code, ip } = shown;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const seen = await readWayIn(context, shown);
  if (seen === null) return refuse("unknown");
  const decided = decideWayIn(seen.facts);
  if (!decided.ok) return decided;
  const token = newToken();
  const entering = { ...shown, wayInId: seen.id, how: seen.facts.shown, token };
  if (decided.value === "let_in") return await recordComingIn(context, { ...entering, code: null });

  if (code === null) return refuse("code_needed");
  const tried: Guarded = { kind: "way_in_code", name: seen.id };
  const begun = await beginAttempt(runtime, ip === null ? [tried] : [tried, { kind: "address", name: ip }]);
  if (!begun.ok) return refuse("too_many");
  const come = await recordComingIn(context, entering);
  if (come.ok) await takeBackAttempt(runtime, begun.value);
  return come;
}

/** What the door says to a link before anything is pressed. Looks only: a mail scanner that opens the link changes nothing. */
export async function lookAtWayIn(
  runtime: Runtime,
  shown: Omit<ShownAtDoor, "code">,
): Promise<"ready" | "unknown" | "used" | "expired" | "code_needed"> {
  const { tenantId } = shown;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const seen = await readWayIn(context, { ...shown, code: null });
  if (seen === null) return "unknown";
  const decided = decideWayIn(seen.facts);
  return decided.ok ? "ready" : decided.refusal;
}

type Seen = { readonly id: string; readonly facts: Parameters<typeof decideWayIn>[0] };

const readWayIn = defineVerb<ShownAtDoor, Seen | null>({
  name: "portal.look_at_way_in",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, seal }) {
    const { link, code, browserToken } = input;
    const browserHash = isToken(browserToken)
      ? seal.digest(browserToken, tokenFor(tenantId, "way_in.browser"))
      : null;
    const linkHash = isToken(link) ? seal.digest(link, tokenFor(tenantId, "way_in.link")) : null;
    if (link !== null && linkHash === null) return null;
    const row =
      linkHash !== null
        ? await tx.clientWayIn.findUnique({
            where: { tenantId_linkHash: { tenantId, linkHash } },
            select: atDoor,
          })
        : browserHash !== null
          ? await tx.clientWayIn.findUnique({
              where: { tenantId_browserHash: { tenantId, browserHash } },
              select: atDoor,
            })
          : null;
    if (row === null) return null;
    const asker = found(row.browserHash); // only a code for a booking has none, and nobody finds one of those here
    const here = browserHash !== null && timingSafeEqual(Buffer.from(browserHash), Buffer.from(asker));
    const elsewhere: WayInShown = code === null ? "link_elsewhere" : "link_and_code_elsewhere";
    const shown = linkHash === null ? "code_here" : here ? "link_here" : elsewhere;
    return {
      id: row.id,
      facts: {
        askedAt: fromInstantColumn(row.createdAt),
        usedAt: row.usedAt && fromInstantColumn(row.usedAt),
        shown,
        now: await realNow(tx),
      },
    };
  },
});

const atDoor = { id: true, browserHash: true, createdAt: true, usedAt: true } as const;

type Entering = Omit<ShownAtDoor & Sender, "link" | "browserToken"> & {
  readonly wayInId: string;
  readonly how: WayInShown;
  readonly token: string;
};

/** Compares the code, uses the way in up and begins the session: all of it or nothing, and for two at once only for one. */
const recordComingIn = defineVerb<
  Entering,
  Result<{ readonly token: string }, "used" | "expired" | "wrong_code">
>({
  name: "portal.come_in",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, seal, audit } = work;
    const { wayInId, how, code, token } = input;
    const row = found(await lockWayIn(work));
    const { clientId, accountId, state } = row;
    audit({ action: "sign_in", resource: "client_session", resourceId: wayInId, clientId });
    const facts = {
      askedAt: fromInstantColumn(row.askedAt),
      usedAt: row.usedAt && fromInstantColumn(row.usedAt),
    };
    const decided = decideWayIn({ ...facts, shown: how, now: await realNow(tx) });
    if (!decided.ok) return refuse(decided.refusal === "used" ? "used" : "expired");
    if (decided.value === "compare_code") {
      const digest = seal.digest(code ?? "", codeFor(tenantId, wayInId));
      const right = timingSafeEqual(Buffer.from(digest), Buffer.from(row.codeHash));
      // An asking that fitted nobody has a code too, which was never mailed: whoever guesses it guessed wrong.
      if (!right || accountId === null) return refuse("wrong_code");
    }
    const verified = state === null ? null : clientAccountAfter(state, "verified");
    const { record, studio } = row;
    if (accountId === null || clientId === null || verified === null) return refuse("expired");
    if (!mayComeIn({ account: state, record, studio })) return refuse("expired");
    const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
    const { toEmail } = found(
      await tx.clientWayIn.findUnique({ ...byId(wayInId), select: { id: true, toEmail: true } }),
    );
    const { email } = found(
      await tx.client.findUnique({ ...byId(clientId), select: { id: true, email: true } }),
    );
    // Another address on the record since it was asked ends the way in.
    if (toEmail !== email) return refuse("expired");
    await tx.$executeRaw`
      update client_way_in set used_at = now(), sealed_secrets = null
      where tenant_id = ${tenantId}::uuid and id = ${wayInId}::uuid`;
    await tx.clientAccount.update({ ...byId(accountId), data: { email }, select: { id: true } });
    await tx.$executeRaw`
      update client_account set state = ${verified}::client_account_state, verified_at = now()
      where tenant_id = ${tenantId}::uuid and id = ${accountId}::uuid`;
    await beginClientSession(work, { ...input, accountId, clientId });
    return ok({ token });
  },
});

type WayInRow = {
  readonly accountId: string | null;
  readonly clientId: string | null;
  readonly state: ClientAccountState | null;
  readonly codeHash: string;
  readonly askedAt: Date;
  readonly usedAt: Date | null;
  readonly record: "open" | "closed";
  readonly studio: "active" | "suspended" | "cancelled";
};

async function lockWayIn({ tx, input, tenantId }: VerbWork<Entering>): Promise<WayInRow | undefined> {
  const [row] = await tx.$queryRaw<WayInRow[]>`
    select a.id as "accountId", a.client_id as "clientId", a.state, w.code_hash as "codeHash",
      w.created_at as "askedAt", w.used_at as "usedAt",
      case when c.closed_at is null then 'open' else 'closed' end as record, t.status as studio
    from client_way_in w
      join tenant t on t.id = w.tenant_id
      left join client_account a on a.tenant_id = w.tenant_id and a.id = w.client_account_id
      left join client c on c.tenant_id = a.tenant_id and c.id = a.client_id
    where w.tenant_id = ${tenantId}::uuid and w.id = ${input.wayInId}::uuid
    for update of w`;
  return row;
}
