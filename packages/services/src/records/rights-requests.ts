import type {
  askRequest as askContract,
  decideRequest as decideContract,
  listOwnRequests as ownContract,
  listRequests as listContract,
  RightsRequestView,
  withdrawRequest as withdrawContract,
} from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { RightsRequestModel } from "@quietroom/db";
import {
  answerDue,
  isAnswerable,
  mostOpenRequests,
  restrictionEndings,
  rightsRequestKinds,
  rightsRequestStates,
} from "@quietroom/domain/records";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { asClient } from "../scheduling/index.ts";
import { actingStaff } from "./kept-client.ts";
import { namesOfClients } from "../clients/index.ts";
import { studioClock } from "../studio-clock.ts";
import { namesOfStaff } from "./list-kept.ts";

/** The signed-in client asks for a correction or a restriction, in their own words, which are kept sealed (COMP-04). */
export const askRequest = defineVerb<
  Omit<InputOf<typeof askContract>, "studio">,
  OutputOf<typeof askContract>
>({
  name: "records.ask_request",
  permission: "record:own",
  isolation: "serializable",
  trace: "audited",
  async run({ tx, input, tenantId, now, actor, audit }) {
    const { clientId } = asClient(actor);
    const id = uuidv7();
    audit({ action: "create", resource: "rights_request", resourceId: id, clientId });
    const waiting = await tx.rightsRequest.count({ where: { tenantId, clientId, state: "open" } });
    if (waiting >= mostOpenRequests) return refuse("too_many_open");
    await tx.rightsRequest.create({
      data: {
        tenantId,
        id,
        clientId,
        kind: input.kind,
        wish: input.wish,
        askedAt: toInstantColumn(now),
        dueAt: toInstantColumn(answerDue(now)),
      },
      select: { id: true },
    });
    return ok({ id });
  },
});

/** The client takes back what nobody has answered yet. Another's is `not_found`. */
export const withdrawRequest = defineVerb<
  Omit<InputOf<typeof withdrawContract>, "studio">,
  OutputOf<typeof withdrawContract>
>({
  name: "records.withdraw_request",
  permission: "record:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, now, actor, audit }) {
    const { clientId } = asClient(actor);
    const { requestId: id } = input;
    audit({ action: "update", resource: "rights_request", resourceId: id, clientId });
    found(await tx.rightsRequest.findFirst({ where: { tenantId, id, clientId }, select: { id: true } }));
    const { count } = await tx.rightsRequest.updateMany({
      where: { tenantId, id, clientId, state: "open" },
      data: { state: "withdrawn", decidedAt: toInstantColumn(now) },
    });
    return count === 0 ? refuse("already_answered") : ok({});
  },
});

/** What the signed-in client asked, and what was answered. */
export const listOwnRequests = defineVerb<object, OutputOf<typeof ownContract>>({
  name: "records.list_own_requests",
  permission: "record:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, audit }) {
    const { clientId } = asClient(actor);
    audit({ action: "read", resource: "rights_request", resourceId: null, clientId });
    const { timeZone } = await studioClock(tx, tenantId);
    const rows = await tx.rightsRequest.findMany({
      where: { tenantId, clientId },
      orderBy: { askedAt: "desc" },
      take: 100,
    });
    return { timeZone, requests: rows.map(toRequest) };
  },
});

/** The studio's queue: those that wait, the most urgent first, then the latest that were answered. */
export const listRequests = defineVerb<InputOf<typeof listContract>, OutputOf<typeof listContract>>({
  name: "records.list_requests",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, now, audit }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const open = await tx.rightsRequest.findMany({
      where: { tenantId, state: "open" },
      orderBy: { dueAt: "asc" },
      take: 200,
    });
    const answered = await tx.rightsRequest.findMany({
      where: { tenantId, state: { not: "open" } },
      orderBy: { decidedAt: "desc" },
      take: 50,
    });
    const rows = [...open, ...answered];
    const clientIds = [...new Set(rows.map(({ clientId }) => clientId))];
    audit({ action: "read", resource: "rights_request", resourceId: null, detail: { clientIds } });
    // Of a removed record nothing shows, so neither does what was asked about it.
    const client = await namesOfClients(tx, tenantId, clientIds);
    const staff = await namesOfStaff(
      tx,
      tenantId,
      rows.flatMap(({ decidedBy }) => decidedBy ?? []),
    );
    return {
      timeZone: studio.timeZone,
      locale: studio.locale,
      now,
      requests: rows.flatMap((row) => {
        const clientName = client.get(row.clientId);
        if (clientName === undefined) return [];
        const decidedBy = row.decidedBy === null ? null : (staff.get(row.decidedBy) ?? null);
        return [{ ...toRequest(row), clientId: row.clientId, clientName, decidedBy }];
      }),
    };
  },
});

/** Approves or denies a request, with the reason that the client reads. Once: of two at the same moment the first one's answer stands. */
export const decideRequest = defineVerb<InputOf<typeof decideContract>, OutputOf<typeof decideContract>>({
  name: "records.decide_request",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit } = work;
    const { requestId: id, decision, answer } = input;
    const decidedBy = actingStaff(work);
    const asked = await findAnswerable(work);
    audit({
      action: "update",
      resource: "rights_request",
      resourceId: id,
      clientId: asked?.clientId ?? null,
      detail: { decision },
    });
    if (!isAnswerable(toState(found(asked).state))) return refuse("already_answered");
    const { count } = await tx.rightsRequest.updateMany({
      where: { tenantId, id, state: "open" },
      data: {
        state: decision,
        decidedAt: toInstantColumn(now),
        decidedBy,
        answer,
      },
    });
    return count === 0 ? refuse("already_answered") : ok({});
  },
});

/** The request, unless its client's record was removed: then there is nobody to answer. */
async function findAnswerable({
  tx,
  tenantId,
  input,
}: VerbWork<InputOf<typeof decideContract>>): Promise<RightsRequestModel | null> {
  const asked = await tx.rightsRequest.findUnique({
    where: { tenantId_id: { tenantId, id: input.requestId } },
  });
  if (asked === null) return null;
  const shown = await namesOfClients(tx, tenantId, [asked.clientId]);
  return shown.size === 0 ? null : asked;
}

/** A request as its client and the studio read it. */
export function toRequest(row: RightsRequestModel): RightsRequestView {
  return {
    id: row.id,
    kind: found(rightsRequestKinds.find((kind) => kind === row.kind)),
    state: toState(row.state),
    wish: row.wish,
    askedAt: fromInstantColumn(row.askedAt),
    dueAt: fromInstantColumn(row.dueAt),
    decidedAt: row.decidedAt && fromInstantColumn(row.decidedAt),
    answer: row.answer,
    ended: row.endedAt && {
      at: fromInstantColumn(row.endedAt),
      because: found(restrictionEndings.find((ending) => ending === row.endedBecause)),
      reason: found(row.endedReason),
    },
  };
}

function toState(text: string) {
  return found(rightsRequestStates.find((state) => state === text));
}
