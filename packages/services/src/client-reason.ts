import type { Tx } from "@quietroom/db";
import type { AccountAct } from "@quietroom/domain/access";
import type { Instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "./define-verb.ts";
import { AppError } from "./errors.ts";
import { fromInstantColumn } from "./instant-column.ts";

/** What the studio does to a client's account or record and says why, in words of its own. */
type ReasonedAct = AccountAct | "corrected" | "status_corrected";

/**
 * Keeps why somebody of the staff did this to a client, sealed as all that is written about clients (ENC-03): it is opened with the record,
 * moves to new keys and goes with the record's words. Answers its id, for the audit to name. Throws `forbidden` for anybody but staff.
 */
export async function keepReason(
  { tx, tenantId, actor }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "actor">,
  given: {
    readonly clientId: string;
    readonly act: ReasonedAct;
    readonly reason: string;
    readonly appointmentId?: string; // of the visit that it was done to
  },
): Promise<string> {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  const id = uuidv7();
  await tx.clientReason.create({
    data: { tenantId, id, givenBy: actor.staffUserId, ...given },
    select: { id: true },
  });
  return id;
}

/** A reason that was given, the words opened. */
export type ReasonGiven<Act extends ReasonedAct> = {
  readonly clientId: string;
  readonly act: Act;
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
};

/** Why these acts were done to these clients, or to one visit of theirs, newest first. Whoever asks says in the audit whose they were. */
export async function reasonsGiven<Act extends ReasonedAct>(
  tx: Tx,
  tenantId: string,
  {
    clientIds,
    acts,
    appointmentId,
  }: {
    readonly clientIds: readonly string[];
    readonly acts: readonly Act[];
    readonly appointmentId?: string;
  },
): Promise<readonly ReasonGiven<Act>[]> {
  const rows = await tx.clientReason.findMany({
    where: {
      tenantId,
      clientId: { in: [...clientIds] },
      act: { in: [...acts] },
      ...(appointmentId === undefined ? {} : { appointmentId }),
    },
    select: { id: true, clientId: true, act: true, givenAt: true, givenBy: true, reason: true },
    orderBy: [{ givenAt: "desc" }, { id: "desc" }],
  });
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: [...new Set(rows.map(({ givenBy }) => givenBy))] } },
    select: { id: true, displayName: true },
  });
  const nameOf = new Map(people.map(({ id, displayName }) => [id, displayName]));
  return rows.flatMap(({ clientId, act, givenAt, givenBy, reason }) => {
    const known = acts.find((one) => one === act);
    const by = nameOf.get(givenBy) ?? "";
    return known === undefined ? [] : [{ clientId, act: known, at: fromInstantColumn(givenAt), by, reason }];
  });
}
