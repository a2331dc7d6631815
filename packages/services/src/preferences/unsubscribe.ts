import type * as contract from "@quietroom/contracts/preferences";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import type { Actor } from "@quietroom/domain/access";
import type { MessageChannel } from "@quietroom/domain/messaging";
import { type MessageCategory, messageCategories, shownChoices } from "@quietroom/domain/preferences";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { keepChoice } from "./keep-choice.ts";
import { channelNamed, wishesOf } from "./wishes.ts";

/** What the link in a message switches off, and whether it is on, for whoever bears the link: nothing else of the client is said. */
export const viewUnsubscribe = defineVerb<object, OutputOf<typeof contract.viewUnsubscribe>>({
  name: "preferences.view_unsubscribe",
  permission: "preference:unsubscribe",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run({ tx, tenantId, now, actor, audit }) {
    const named = await messageOfLink(tx, actor);
    const clientId = named?.clientId ?? null;
    audit({ action: "read", resource: "notification_preference", resourceId: null, clientId });
    if (named === null) return refuse("link_invalid");
    const { category, channel } = named;
    const shown = shownChoices("client", await wishesOf(tx, { tenantId, clientId: named.clientId }, now));
    const wanted = shown.some(
      (one) => one.category === category && one.channel === channel && one.state === "on",
    );
    return ok({ category, channel, wanted });
  },
});

/** Switches off exactly what the message with this link was: its category by its channel (NOTIF-09, RFC 8058). Twice is once. */
export const unsubscribe = defineVerb<object, OutputOf<typeof contract.unsubscribe>>({
  name: "preferences.unsubscribe",
  permission: "preference:unsubscribe",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run(work) {
    const { tx, tenantId, actor, audit } = work;
    const named = await messageOfLink(tx, actor);
    if (named === null) {
      audit({ action: "update", resource: "notification_preference", resourceId: null });
      return refuse("link_invalid");
    }
    const { clientId, category, channel } = named;
    const kept = await keepChoice(work, { tenantId, clientId }, { category, channel, wanted: false });
    return kept.ok ? ok({}) : refuse("link_invalid"); // only messages that can be switched off carry a link
  },
});

type Named = {
  readonly clientId: string;
  readonly category: MessageCategory;
  readonly channel: MessageChannel;
};

/** The message that a link came with; null for a link of another kind, to nothing, or to what nobody switches off. */
async function messageOfLink(tx: Tx, actor: Actor): Promise<Named | null> {
  if (actor.kind !== "link" || actor.subject.kind !== "unsubscribe") return null;
  const { tenantId, subject } = actor;
  const message = await tx.notification.findUnique({
    where: { tenantId_id: { tenantId, id: subject.id } },
    select: { clientId: true, category: true, channel: true },
  });
  const category = messageCategories.find((one) => one === message?.category);
  if (message === null || message.clientId === null || category === undefined) return null;
  return { clientId: message.clientId, category, channel: channelNamed(message.channel) };
}
