import type { countUnread as contract } from "@quietroom/contracts/bell";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { noticesFor } from "./notices-for.ts";
import { ownBell } from "./own-bell.ts";

/** How many notices somebody has not read (NOTIF-13). */
export const countUnread = defineVerb<object, OutputOf<typeof contract>>({
  name: "bell.count_unread",
  permission: "bell:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, now, tenantId, actor }) {
    const [row] = await tx.$queryRaw<{ unread: number }[]>`
      select count(*)::int as unread from ${noticesFor({ tenantId, now, actor, staffUserId: ownBell(actor) })} and k.read_at is null`;
    return found(row ?? null);
  },
});
