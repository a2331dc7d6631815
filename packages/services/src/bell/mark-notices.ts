import type { markNotices as contract } from "@quietroom/contracts/bell";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { ownBell, ownNotices } from "./own-bell.ts";

/** Marks notices as read, or puts them away, for one person alone (NOTIF-13). What is not theirs to see is passed over, and twice is once. */
export const markNotices = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "bell.mark_notices",
  permission: "bell:view",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, actor, audit } = work;
    const staffUserId = ownBell(actor);
    const { noticeIds, as } = input;
    audit({ action: "update", resource: "bell_notice", resourceId: null, detail: { as } });
    const at = toInstantColumn(now);
    const dismissedAt = as === "dismissed" ? at : null;
    const marked = await tx.$executeRaw`
      insert into bell_mark (tenant_id, notice_id, staff_user_id, read_at, dismissed_at)
      select n.tenant_id, n.id, ${staffUserId}::uuid, ${at}::timestamptz, ${dismissedAt}::timestamptz
      from ${await ownNotices(work)} and n.id = any(${noticeIds}::uuid[])
      order by n.id
      on conflict (tenant_id, notice_id, staff_user_id) do update
        set dismissed_at = coalesce(bell_mark.dismissed_at, excluded.dismissed_at)`;
    return { marked };
  },
});
