import type {
  clientToCorrect as lookContract,
  CorrectableClient,
  correctClient as contract,
} from "@quietroom/contracts/clients";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { can } from "@quietroom/domain/access";
import { type ClientFacts, type CorrectableFields, decideCorrection } from "@quietroom/domain/clients";
import { textNumber } from "@quietroom/domain/messaging";
import { ok, refuse } from "@quietroom/domain/result";
import { localDate } from "@quietroom/domain/time";
import { normalizedEmail } from "@quietroom/vault";
import { endConsentByNumber, lockAnswers } from "../agreements/index.ts";
import { keepReason, reasonsGiven } from "../client-reason.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { endClientSessions } from "../end-client-sessions.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { planClientMail } from "../plan-account-mail.ts";
import { studioClock } from "../studio-clock.ts";
import { clientIndexes } from "./client-indexes.ts";
import { fieldsToCorrect } from "./fields-to-correct.ts";
import { findClient } from "./find-or-create-client.ts";
import { keepNameTokens } from "./keep-name-tokens.ts";

/**
 * A client's record as it stands, for whoever may correct some of it, with the corrections that the client asked for and nobody answered
 * where it is theirs to answer. Throws `not_found` for whom they may not correct.
 */
export const clientToCorrect = defineVerb<InputOf<typeof lookContract>, OutputOf<typeof lookContract>>({
  name: "clients.to_correct",
  permission: "client:correct",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, actor, audit } = work;
    const { clientId } = input;
    audit({ action: "read", resource: "client", resourceId: clientId, clientId });
    const fields = found((await fieldsToCorrect(work, [clientId]))(clientId));
    const client = found(await tx.client.findUnique(byId(tenantId, clientId)));
    const { timeZone, locale } = await studioClock(work.tx, work.tenantId);
    const requests = can(actor, "record:manage")
      ? await tx.rightsRequest.findMany({
          where: { tenantId, clientId, kind: "correction", state: "open" },
          select: { id: true, wish: true, askedAt: true },
          orderBy: [{ askedAt: "asc" }, { id: "asc" }],
        })
      : [];
    const asked = { clientIds: [clientId], acts: ["corrected"] } as const;
    const corrections = fields === "all" ? await reasonsGiven(tx, tenantId, asked) : [];
    return {
      timeZone,
      locale,
      client: shown(client, fields),
      hasPortal: (await accountOf(work, clientId)) !== null,
      requests: requests.map(({ id, wish, askedAt }) => ({ id, wish, askedAt: fromInstantColumn(askedAt) })),
      corrections: corrections.map(({ at, by, reason }) => ({ at, by, reason })),
    };
  },
});

/**
 * Puts right what a client's record says of them, with a reason, and with it everything that they are found by (COMP-04). Of two at once
 * one is made, and the other is shown what came of it. A family may share an email or a phone, as when they book; a record that would
 * be another one's in email, birth date and both names is refused, since from then on nobody could tell the two apart. Where it answers
 * the client's own request, that is approved with it.
 *
 * Another email address hands the portal to nobody: every session ends, a way in that was mailed to the old address leads nowhere, and a
 * password waits until somebody has come in by the new mailbox and the birth date, and by the second step where there is one. Whoever had
 * proven the old address is told there. Messages that are still to be sent find the new one. Visits and waits name the client alone;
 * links to one visit, already sent, go on as they do for whoever was given them.
 *
 * Throws `not_found` for whom this person may not correct, and `forbidden` for fields or a request that are not theirs.
 */
export const correctClient = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "clients.correct",
  permission: "client:correct",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, keys, audit, emit } = work;
    const { clientId, version, details, reason, answering } = input;
    const of = { resource: "client", resourceId: clientId, clientId };
    audit({ ...of, action: "update", changed: [] });
    const fields = found((await fieldsToCorrect(work, [clientId]))(clientId));
    await lockAnswers(tx, { tenantId, clientId, kind: "text_messages" });
    await lockClient(work);
    const kept = found(await tx.client.findUnique(byId(tenantId, clientId)));
    if (details.fields === "all" && fields !== "all") throw new AppError("forbidden");
    if (kept.version !== version) return refuse({ code: "changed_meanwhile", client: shown(kept, fields) });

    const { timeZone } = await studioClock(work.tx, work.tenantId);
    const { fields: _told, ...said } = details;
    const told = { ...said, email: normalizedEmail(said.email) };
    const decided = decideCorrection({ kept, told, today: localDate(now, timeZone) });
    if (!decided.ok) return refuse({ code: decided.refusal });
    const { corrected, changed } = decided.value;
    const known = changed.some((field) => field !== "phone") ? await findClient(work, corrected) : null;
    if (known !== null && known !== clientId) return refuse({ code: "same_as_another" });
    if (answering !== null && !(await isAnswered(work, answering)))
      return refuse({ code: "already_answered" });

    audit({
      ...of,
      action: "update",
      changed,
      detail: { reasonId: await keepReason(work, { clientId, act: "corrected", reason }) },
    });
    const { recordNumber } = kept;
    // Written otherwise it is the same number, and whoever has it said STOP, or agreed, all the same.
    const { phone: home } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { phone: true },
    });
    const numberOf = (phone: string) => textNumber(phone, home) ?? phone.replaceAll(/\D/g, "");
    const isOtherNumber = numberOf(corrected.phone) !== numberOf(kept.phone);
    const written = await tx.client.update({
      ...byId(tenantId, clientId),
      data: {
        ...corrected,
        ...clientIndexes(keys(), { ...corrected, recordNumber }),
        ...(changed.includes("email") ? { emailStoppedAt: null, emailStoppedBecause: null } : {}),
        ...(isOtherNumber ? { textsStoppedAt: null } : {}),
        version: version + 1,
      },
    });
    await keepNameTokens(tx, keys(), [{ id: clientId, ...corrected }]);
    if (changed.includes("email")) await shutPortal(work, clientId);
    if (isOtherNumber) await endConsentByNumber(work, clientId);
    emit("client/corrected", { clientId });
    return ok(shown(written, fields));
  },
});

type Correcting = VerbWork<InputOf<typeof contract>>;

/** So that of two who correct at once the second waits, and then sees what the first one made of it. */
async function lockClient({ tx, tenantId, input }: Correcting): Promise<void> {
  await tx.$queryRaw`
    select 1 from client where tenant_id = ${tenantId}::uuid and id = ${input.clientId}::uuid for update`;
}

/** Approves the client's request for a correction; false when it waits no more. Throws `not_found` for anybody else's. */
async function isAnswered(
  { tx, tenantId, input, now, actor, audit }: Correcting,
  { requestId: id, answer }: NonNullable<Correcting["input"]["answering"]>,
): Promise<boolean> {
  const { clientId } = input;
  if (actor.kind !== "staff" || !can(actor, "record:manage")) throw new AppError("forbidden");
  const decision = "approved";
  audit({
    action: "update",
    resource: "rights_request",
    resourceId: id,
    clientId,
    changed: ["decision", "answer"],
    detail: { decision },
  });
  const theirs = { tenantId, id, clientId, kind: "correction" };
  found(await tx.rightsRequest.findFirst({ where: theirs, select: { id: true } }));
  const { count } = await tx.rightsRequest.updateMany({
    where: { ...theirs, state: "open" },
    data: { state: decision, decidedAt: toInstantColumn(now), decidedBy: actor.staffUserId, answer },
  });
  return count === 1;
}

/** Ends what an earlier address had opened, and tells whoever had proven that address. */
async function shutPortal(work: Correcting, clientId: string): Promise<void> {
  const accountId = await accountOf(work, clientId);
  if (accountId === null) return;
  await endClientSessions(work, { accountId, but: null, reason: "email_corrected" });
  await planClientMail(work, accountId, "email_corrected");
}

/** The account of a client who has come into the portal at least once. */
async function accountOf(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  clientId: string,
): Promise<string | null> {
  const account = await tx.clientAccount.findFirst({
    where: { tenantId, clientId, verifiedAt: { not: null } },
    select: { id: true },
  });
  return account?.id ?? null;
}

function byId(tenantId: string, id: string) {
  return {
    where: { tenantId_id: { tenantId, id } },
    select: {
      id: true,
      version: true,
      givenName: true,
      familyName: true,
      birthDate: true,
      email: true,
      phone: true,
      recordNumber: true,
    },
  } as const;
}

/** Without the birth date for whom it is not shown (AUTH-52). */
function shown(
  { version, givenName, familyName, birthDate, email, phone }: ClientFacts & { readonly version: number },
  fields: CorrectableFields,
): CorrectableClient {
  return {
    version,
    fields,
    givenName,
    familyName,
    birthDate: fields === "all" ? birthDate : null,
    email,
    phone,
  };
}
