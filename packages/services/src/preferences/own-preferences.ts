import type * as contract from "@quietroom/contracts/preferences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Actor } from "@quietroom/domain/access";
import { shownChoices } from "@quietroom/domain/preferences";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { keepChoice } from "./keep-choice.ts";
import { wishesOf } from "./wishes.ts";

/** Which messages the signed-in client gets by which channel, and what cannot be switched off (NOTIF-08). */
export const viewOwnPreferences = defineVerb<object, OutputOf<typeof contract.viewOwnPreferences>>({
  name: "preferences.view_own",
  permission: "preference:own",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run({ tx, tenantId, now, actor, audit }) {
    const clientId = clientOf(actor);
    audit({ action: "read", resource: "notification_preference", resourceId: null, clientId });
    return { choices: [...shownChoices("client", await wishesOf(tx, { tenantId, clientId }, now))] };
  },
});

/** The signed-in client switches one category by one channel on or off. */
export const chooseOwn = defineVerb<
  Omit<InputOf<typeof contract.chooseOwn>, "studio">,
  OutputOf<typeof contract.chooseOwn>
>({
  name: "preferences.choose_own",
  permission: "preference:own",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run(work) {
    const { tenantId, actor, input } = work;
    return await keepChoice(work, { tenantId, clientId: clientOf(actor) }, input);
  },
});

function clientOf(actor: Actor): string {
  if (actor.kind !== "client") throw new AppError("forbidden");
  return actor.clientId;
}
