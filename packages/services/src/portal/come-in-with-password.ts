import type { PasswordShown } from "@quietroom/contracts/client-factors";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { clientsNamed } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import {
  beginProvenAttempt,
  forgetFailures,
  type Guarded,
  hashPassword,
  isOutdated,
  isPassword,
  noteStuffing,
  solvedTicket,
  takeBackAttempt,
} from "../staff/index.ts";
import { beginClientSession, type Sender } from "./client-session.ts";
import { noteClientLock } from "./note-client-lock.ts";
import { newToken } from "../way-in-secrets.ts";

type Shown = PasswordShown & Sender & { readonly tenantId: string };

/**
 * Lets a client in by the password they added (AUTH-07). Whoever nobody is, has no password, may not come in or types a wrong one gets one
 * answer after the same work: one hash, the same statements (AUTH-43). Only an account whose address is verified has one that counts, and
 * a record whose address changed since is verified by mail first. Failures count by the person who is named and by the address they come
 * from, never against the way in by mail, which nobody can lock for somebody else (AUTH-42).
 */
export async function comeInWithPassword(
  runtime: Runtime,
  { tenantId, email, birthDate, password, proof, ...sender }: Shown,
): Promise<Result<{ readonly token: string }, "wrong_credentials" | "too_many" | "proof_needed">> {
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const subject = passwordSubject(tenantId, { email, birthDate });
  const ticket = proof === null ? null : await solvedTicket(runtime, proof);
  const guarded: Guarded[] = sender.ip === null ? [subject] : [subject, { kind: "address", name: sender.ip }];
  const begun = await beginProvenAttempt(runtime, guarded, ticket);
  if (!begun.ok) return refuse(begun.refusal === "locked" ? "too_many" : begun.refusal);
  const known = await readPassword(context, { email, birthDate });
  const kept = known?.passwordHash ?? null;
  const right = await isPassword(kept, password);
  const token = newToken();
  const come = await recordPasswordIn(context, { ...sender, token, known, provenHash: right ? kept : null });
  if (come.ok) {
    await takeBackAttempt(runtime, begun.value);
    await forgetFailures(runtime, subject);
    if (known !== null && kept !== null && isOutdated(kept))
      await renewHash(context, {
        accountId: known.accountId,
        from: kept,
        to: await hashPassword(password),
      });
    return come;
  }
  if (known !== null) await noteClientLock(runtime, begun.value, { tenantId, accountId: known.accountId });
  await noteStuffing(runtime, begun.value, [{ tenantId }]);
  return come;
}

/** What wrong passwords at the door are counted for: the person as they are named there, known or not. */
export function passwordSubject(
  tenantId: string,
  { email, birthDate }: { readonly email: string; readonly birthDate: string },
): Guarded {
  return { kind: "portal_password", name: `${tenantId} ${email} ${birthDate}` };
}

type Known = {
  readonly accountId: string;
  readonly clientId: string;
  /** Null: they have none, or it does not count now. */
  readonly passwordHash: string | null;
};

/** The one account that email and birth date name, where exactly one does. The hash is compared outside, where no transaction waits. */
const readPassword = defineVerb<Pick<PasswordShown, "email" | "birthDate">, Known | null>({
  name: "portal.read_password",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  opens: "phi",
  async run(work) {
    const { tx, input, tenantId } = work;
    const [one, ...others] = await clientsNamed(work, input);
    const clientId = one === undefined || others.length > 0 ? null : one.id;
    // The same statements for whoever is nobody: the id of none has no account.
    const account = await tx.clientAccount.findUnique({
      where: { tenantId_clientId: { tenantId, clientId: clientId ?? tenantId } },
      select: { id: true, state: true, email: true },
    });
    const [kept] = await tx.$queryRaw<{ open: boolean; passwordHash: string | null }[]>`
      select t.status <> 'cancelled' as open, p.password_hash as "passwordHash"
      from tenant t
        left join client_password p on p.tenant_id = t.id and p.client_account_id = ${account?.id ?? tenantId}::uuid
      where t.id = ${tenantId}::uuid`;
    const { open, passwordHash } = found(kept);
    if (clientId === null || account === null) return null;
    const counts = account.state === "active" && account.email === input.email && open;
    return { accountId: account.id, clientId, passwordHash: counts ? passwordHash : null };
  },
});

type Recorded = Sender & {
  readonly token: string;
  readonly known: Known | null;
  readonly provenHash: string | null;
};

/** Begins the session, or records the failure. A password changed, or an account shut, while it was being compared proves nothing. */
const recordPasswordIn = defineVerb<Recorded, Result<{ readonly token: string }, "wrong_credentials">>({
  name: "portal.come_in_with_password",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const { known, provenHash, token } = input;
    const accountId = known?.accountId ?? null;
    const clientId = known?.clientId ?? null;
    const by = { by: "password" } as const;
    audit({ action: "sign_in", resource: "client_session", resourceId: accountId, clientId, detail: by });
    // The same statement whoever it is: where nobody is named, it finds nobody.
    const [stands] = await tx.$queryRaw<unknown[]>`
      select 1 from client_account a
        join client_password p on p.tenant_id = a.tenant_id and p.client_account_id = a.id
      where a.tenant_id = ${tenantId}::uuid and a.id = ${accountId}::uuid and a.state = 'active'
        and p.password_hash = ${provenHash} for update of a`;
    if (stands === undefined || accountId === null || clientId === null) return refuse("wrong_credentials");
    await beginClientSession(work, { ...input, accountId, clientId });
    return ok({ token });
  },
});

/** The same password, hashed at today's cost. One that was changed meanwhile stays as it was. */
const renewHash = defineVerb<
  { readonly accountId: string; readonly from: string; readonly to: string },
  void
>({
  name: "portal.renew_hash",
  permission: "session:start",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId }) {
    const { accountId, from, to } = input;
    await tx.clientPassword.updateMany({
      where: { tenantId, clientAccountId: accountId, passwordHash: from },
      data: { passwordHash: to },
    });
  },
});
