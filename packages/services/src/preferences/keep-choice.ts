import { type Choice, decideChoice } from "@quietroom/domain/preferences";
import { ok, type Result } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { type Person, wishesOf } from "./wishes.ts";

/** Keeps what somebody said of one category by one channel. Said twice at once, it is kept once, and what was said last holds. */
export async function keepChoice(
  { tx, now, audit }: Pick<VerbWork<unknown>, "tx" | "now" | "audit">,
  person: Person,
  { category, channel, wanted }: Choice,
): Promise<Result<Record<string, never>, "nothing_to_choose" | "not_agreed">> {
  const isClient = "clientId" in person;
  const clientId = isClient ? person.clientId : null;
  const staffUserId = isClient ? null : person.staffUserId;
  const detail = { category, channel, wanted, ...(staffUserId === null ? {} : { staffUserId }) };
  const act = { action: "update", resource: "notification_preference", clientId, detail } as const;
  const decision = decideChoice(
    isClient ? "client" : "staff",
    { category, channel, wanted },
    await wishesOf(tx, person, now),
  );
  if (!decision.ok) {
    audit({ ...act, resourceId: null });
    return decision;
  }
  const id = uuidv7();
  await tx.$executeRaw`
    insert into notification_preference (tenant_id, id, client_id, staff_user_id, category, channel, wanted, changed_at)
    values (${person.tenantId}::uuid, ${id}::uuid, ${clientId}::uuid, ${staffUserId}::uuid, ${category}, ${channel}, ${wanted},
      ${toInstantColumn(now)}::timestamptz)
    on conflict (tenant_id, client_id, staff_user_id, category, channel) do update
      set wanted = excluded.wanted, changed_at = excluded.changed_at
      where notification_preference.wanted <> excluded.wanted`;
  const kept = await tx.notificationPreference.findFirstOrThrow({
    where: { ...person, category, channel },
    select: { id: true },
  });
  audit({ ...act, resourceId: kept.id });
  return ok({});
}
