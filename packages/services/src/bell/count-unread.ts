import type { countUnread as contract } from "@quietroom/contracts/bell";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { ownNotices } from "./own-bell.ts";

/** How many notices somebody has not read (NOTIF-13). */
export const countUnread = defineVerb<object, OutputOf<typeof contract>>({
  name: "bell.count_unread",
  permission: "bell:view",
  isolation: "read committed",
  trace: "public",
  async run(work) {
    const [row] = await work.tx.$queryRaw<{ unread: number }[]>`
      select count(*)::int as unread from ${await ownNotices(work)} and k.read_at is null`;
    return found(row ?? null);
  },
});
