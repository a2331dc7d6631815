import type { AskedWayIn } from "@quietroom/contracts/portal";
import { mayComeIn } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { clientsNamed } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { planWayInMail } from "../plan-account-mail.ts";
import type { Runtime } from "../runtime.ts";
import { beginAttempt } from "../staff/index.ts";
import { codeFor, newWayInSecrets, sealedFor, tokenFor, type WayInSecrets } from "../way-in-secrets.ts";

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
  async run(work) {
    const { tx, input, tenantId, seal, audit, emit } = work;
    const { email, birthDate, secrets } = input;
    const { link, code, browser } = secrets;
    await tx.$executeRaw`
      delete from client_way_in
      where tenant_id = ${tenantId}::uuid and created_at < now() - interval '1 day'`;
    const clientId = await whoMayComeIn(work, { email, birthDate });
    const account =
      clientId === null
        ? undefined
        : await tx.clientAccount.upsert({
            where: { tenantId_clientId: { tenantId, clientId } },
            create: { tenantId, id: uuidv7(), clientId, email },
            update: {},
            select: { id: true },
          });
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
    await planWayInMail({ tx, tenantId, emit }, id, "way_in");
  },
});

/** The one client with an open record, this address and this birth date who may come in; null for nobody, and for several. */
async function whoMayComeIn(
  work: VerbWork<unknown>,
  named: { readonly email: string; readonly birthDate: string },
): Promise<string | null> {
  const { tx, tenantId } = work;
  const [one, ...others] = await clientsNamed(work, named);
  if (one === undefined || others.length > 0) return null;
  const account = await tx.clientAccount.findUnique({
    where: { tenantId_clientId: { tenantId, clientId: one.id } },
    select: { state: true },
  });
  const { status } = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { status: true } }));
  return mayComeIn({ account: account?.state ?? null, record: "open", studio: status }) ? one.id : null;
}
