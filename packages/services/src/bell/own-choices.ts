import type * as contract from "@quietroom/contracts/bell";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { shownChoices } from "@quietroom/domain/preferences";
import { defineVerb } from "../define-verb.ts";
import { keepChoice, wishesOf } from "../preferences/index.ts";
import { ownBell } from "./own-bell.ts";

/** What somebody of the staff is told by which channel, and what of it they may switch off (NOTIF-08). */
export const viewNoticeChoices = defineVerb<object, OutputOf<typeof contract.viewNoticeChoices>>({
  name: "bell.view_choices",
  permission: "bell:view",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run({ tx, tenantId, now, actor, audit }) {
    const staffUserId = ownBell(actor);
    audit({ action: "read", resource: "notification_preference", resourceId: null });
    return { choices: [...shownChoices("staff", await wishesOf(tx, { tenantId, staffUserId }, now))] };
  },
});

/** They switch one category by one channel on or off, for themselves alone: what was told before comes back with it. */
export const chooseNotices = defineVerb<
  InputOf<typeof contract.chooseNotices>,
  OutputOf<typeof contract.chooseNotices>
>({
  name: "bell.choose_notices",
  permission: "bell:view",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run(work) {
    const { tenantId, actor, input } = work;
    return await keepChoice(work, { tenantId, staffUserId: ownBell(actor) }, input);
  },
});
