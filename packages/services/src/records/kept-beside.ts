import type { OwnRecord } from "@quietroom/contracts/records";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { asClient } from "../scheduling/index.ts";

export type KeptBeside = Pick<OwnRecord, "waitlist" | "screenings" | "messages">;

type Asked = Pick<VerbWork<object>, "tx" | "tenantId"> & { readonly clientId: string };

/**
 * What is kept of the signed-in client in tables that the clients' role never reads: their places on the waitlist, for which groups
 * they were screened, and the messages they were sent. Read with the studio's rows, so each question names the client. That they took it is recorded by what asks this.
 */
export const findKeptBeside = defineVerb<object, KeptBeside>({
  name: "records.find_kept_beside",
  permission: "record:own",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run({ tx, tenantId, actor }) {
    const asked = { tx, tenantId, clientId: asClient(actor).clientId };
    return {
      waitlist: await waits(asked),
      screenings: await screenings(asked),
      messages: await messages(asked),
    };
  },
});

async function waits({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["waitlist"]> {
  const rows = await tx.$queryRaw<(Omit<OwnRecord["waitlist"][number], "joinedAt"> & { joinedAt: Date })[]>`
    select w.joined_at as "joinedAt", s.name as service, w.date_from::text as from, w.date_until::text as until,
      w.status::text as status
    from waitlist_entry w join service s on s.tenant_id = w.tenant_id and s.id = w.service_id
    where w.tenant_id = ${tenantId}::uuid and w.client_id = ${clientId}::uuid order by w.joined_at desc`;
  return rows.map((row) => ({ ...row, joinedAt: fromInstantColumn(row.joinedAt) }));
}

async function screenings({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["screenings"]> {
  const rows = await tx.$queryRaw<{ screenedAt: Date; by: string; service: string }[]>`
    select k.screened_at as "screenedAt", u.display_name as by, s.name as service
    from screening k
      join service s on s.tenant_id = k.tenant_id and s.id = k.service_id
      join staff_user u on u.tenant_id = k.tenant_id and u.id = k.screened_by
    where k.tenant_id = ${tenantId}::uuid and k.client_id = ${clientId}::uuid order by k.screened_at desc, k.id`;
  return rows.map((row) => ({ ...row, screenedAt: fromInstantColumn(row.screenedAt) }));
}

async function messages({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["messages"]> {
  const rows = await tx.notification.findMany({
    where: { tenantId, clientId, sentAt: { not: null }, category: { not: "account" } },
    select: { kind: true, channel: true, sentAt: true },
    orderBy: { sentAt: "desc" },
  });
  return rows.flatMap(({ kind, channel, sentAt }) =>
    sentAt === null ? [] : [{ kind, channel, sentAt: fromInstantColumn(sentAt) }],
  );
}
