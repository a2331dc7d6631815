import type {
  DisclosureView,
  listDisclosures as listContract,
  noteDisclosure as noteContract,
} from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { disclosureRefusal } from "@quietroom/domain/records";
import { ok, refuse } from "@quietroom/domain/result";
import { localDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { fromDateColumn, toDateColumn } from "../date-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { studioClock } from "../studio-clock.ts";
import { actingStaff } from "./kept-client.ts";
import { namesOfStaff } from "./list-kept.ts";

/**
 * Writes down to whom something of a client's record was given, what and why, for the client to be told (COMP-04; 45 CFR 164.528(b)). Of
 * open records; a removed one is `not_found`. What was written down stays: a mistake is put right by another line.
 */
export const noteDisclosure = defineVerb<InputOf<typeof noteContract>, OutputOf<typeof noteContract>>({
  name: "records.note_disclosure",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit } = work;
    const { clientId, disclosedOn, recipient, what, purpose } = input;
    const id = uuidv7();
    const notedBy = actingStaff(work);
    audit({ action: "create", resource: "disclosure", resourceId: id, clientId });
    await openRecord(work);
    const { timeZone } = await studioClock(work.tx, work.tenantId);
    const refusal = disclosureRefusal(disclosedOn, localDate(now, timeZone));
    if (refusal !== null) return refuse(refusal);
    await tx.disclosure.create({
      data: {
        tenantId,
        id,
        clientId,
        disclosedOn: toDateColumn(disclosedOn),
        recipient,
        what,
        purpose,
        notedBy,
      },
      select: { id: true },
    });
    return ok({});
  },
});

/** To whom something of a client's record was given, the latest first. */
export const listDisclosures = defineVerb<InputOf<typeof listContract>, OutputOf<typeof listContract>>({
  name: "records.list_disclosures",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit } = work;
    const { clientId } = input;
    audit({ action: "read", resource: "disclosure", resourceId: null, clientId });
    await openRecord(work);
    const { timeZone, locale } = await studioClock(work.tx, work.tenantId);
    const rows = await disclosuresOf(work, clientId);
    const people = [...new Set(rows.map(({ notedBy }) => notedBy))];
    const staff = await namesOfStaff(tx, tenantId, people);
    return {
      timeZone,
      locale,
      today: localDate(now, timeZone),
      disclosures: rows.map(({ id, notedBy, ...row }) => ({ id, ...row, by: staff.get(notedBy) ?? "" })),
    };
  },
});

/** The same as it is read by whoever may, the client's own transaction among them. */
export async function disclosuresOf(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  clientId: string,
): Promise<readonly (Omit<DisclosureView, "by"> & { readonly id: string; readonly notedBy: string })[]> {
  const rows = await tx.disclosure.findMany({
    where: { tenantId, clientId },
    select: {
      id: true,
      disclosedOn: true,
      recipient: true,
      what: true,
      purpose: true,
      notedAt: true,
      notedBy: true,
    },
    orderBy: [{ disclosedOn: "desc" }, { id: "desc" }],
  });
  return rows.map(({ disclosedOn, notedAt, ...row }) => ({
    ...row,
    disclosedOn: fromDateColumn(disclosedOn),
    notedAt: fromInstantColumn(notedAt),
  }));
}

async function openRecord({
  tx,
  tenantId,
  input,
}: Pick<VerbWork<{ readonly clientId: string }>, "tx" | "tenantId" | "input">): Promise<void> {
  const byId = { tenantId_id: { tenantId, id: input.clientId } };
  found(await tx.client.findUnique({ where: byId, select: { id: true } }));
}
