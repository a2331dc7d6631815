import type { AskedWayIn } from "@quietroom/contracts/portal";
import { type ClientAccountState, mayComeIn } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import { beginAttempt } from "../staff/index.ts";
import { codeFor, newWayInSecrets, sealedFor, tokenFor, type WayInSecrets } from "./way-in-secrets.ts";

type Asked = AskedWayIn & { readonly tenantId: string };

/**
 * Somebody asks for the way in to the portal, for the first time or again: email and birth date of their record (AUTH-08). When exactly
 * one open record fits, a link and a code are mailed to the address on that record; nobody else learns that, since the answer, what
 * is kept and the work are the same for whoever fits nothing (AUTH-43). An address shared by a family is told apart by birth dates;
 * where even those are the same, nobody is let in by mail, and the studio helps. Answers what the asking browser is to keep.
 */
export async function askWayIn(
  runtime: Runtime,
  { tenantId, email, birthDate }: Asked,
): Promise<Result<{ readonly browserToken: string }, "too_many">> {
  const begun = await beginAttempt(runtime, [{ kind: "way_in", name: `${tenantId} ${email}` }]);
  if (!begun.ok) return refuse("too_many");
  const secrets = newWayInSecrets();
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  await Promise.all([recordAsking(context, { email, birthDate, secrets }), delay(answerAfterMs)]);
  return ok({ browserToken: secrets.browser });
}

/** Well beyond what either kind of asking takes, so that the clock does not tell what the answer keeps to itself (check 53). */
const answerAfterMs = 100;

const recordAsking = defineVerb<
  { readonly email: string; readonly birthDate: string; readonly secrets: WayInSecrets },
  void
>({
  name: "portal.ask_way_in",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit, emit }) {
    const { email, birthDate, secrets } = input;
    const { link, code, browser } = secrets;
    await tx.$executeRaw`
      delete from client_way_in
      where tenant_id = ${tenantId}::uuid and created_at < now() - interval '1 day'`;
    const known = await tx.$queryRaw<Known[]>`
      select c.id as "clientId", a.state as account, t.status as studio,
        case when c.closed_at is null then 'open' else 'closed' end as record
      from client c
        join tenant t on t.id = c.tenant_id
        left join client_account a on a.tenant_id = c.tenant_id and a.client_id = c.id
      where c.tenant_id = ${tenantId}::uuid and c.email = ${email} and c.birth_date = ${birthDate}::date
        and c.closed_at is null
      limit 2`;
    const [one, ...others] = known;
    const clientId = one !== undefined && others.length === 0 && mayComeIn(one) ? one.clientId : null;
    // One statement whoever asks: it makes no account where there is nobody to have one.
    const [account] = await tx.$queryRaw<{ id: string }[]>`
      insert into client_account (tenant_id, client_id, email)
      select ${tenantId}::uuid, who, ${email} from (select ${clientId}::uuid as who) one where who is not null
      on conflict (tenant_id, client_id) do update set client_id = excluded.client_id
      returning id`;
    const id = uuidv7();
    await tx.clientWayIn.create({
      data: {
        tenantId,
        id,
        clientAccountId: account?.id ?? null,
        toEmail: account === undefined ? null : email,
        browserHash: seal.digest(browser, tokenFor(tenantId, "way_in.browser")),
        linkHash: seal.digest(link, tokenFor(tenantId, "way_in.link")),
        codeHash: seal.digest(code, codeFor(tenantId, id)),
        sealedSecrets: seal.seal(JSON.stringify({ link, code }), sealedFor(tenantId, id)),
      },
      select: { id: true },
    });
    audit({ action: "create", resource: "client_way_in", resourceId: id, clientId });
    emit("client/way-in-asked", { wayInId: id });
  },
});

type Known = {
  readonly clientId: string;
  readonly account: ClientAccountState | null;
  readonly record: "open" | "closed";
  readonly studio: "active" | "suspended" | "cancelled";
};
