import type { OwnRecord } from "@quietroom/contracts/records";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { asClient } from "../scheduling/index.ts";

export type KeptBeside = Pick<OwnRecord, "waitlist" | "messages">;

type Asked = Pick<VerbWork<object>, "tx" | "tenantId"> & { readonly clientId: string };

/**
 * What is kept of the signed-in client in tables that the clients' role never reads: their places on the waitlist and the messages they
 * were sent. Read with the studio's rows, so each question names the client. That they took it is recorded by what asks this.
 */
export const findKeptBeside = defineVerb<object, KeptBeside>({
  name: "records.find_kept_beside",
  permission: "record:own",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run({ tx, tenantId, actor }) {
    const asked = { tx, tenantId, clientId: asClient(actor).clientId };
    return { waitlist: await waits(asked), messages: await messages(asked) };
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

async function messages({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["messages"]> {
  const rows = await tx.notification.findMany({
    where: { tenantId, clientId, sentAt: { not: null } },
    select: { kind: true, channel: true, sentAt: true },
    orderBy: { sentAt: "desc" },
  });
  return rows.flatMap(({ kind, channel, sentAt }) =>
    sentAt === null ? [] : [{ kind, channel, sentAt: fromInstantColumn(sentAt) }],
  );
}
