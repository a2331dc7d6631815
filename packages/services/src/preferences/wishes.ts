import type { NotificationPreferenceModel, Tx } from "@quietroom/db";
import type { MessageChannel } from "@quietroom/domain/messaging";
import {
  type Choice,
  type ClientMessage,
  decideChannel,
  messageCategories,
  type Unwanted,
  type Wishes,
} from "@quietroom/domain/preferences";
import { messageChannels } from "@quietroom/domain/messaging";
import type { Result } from "@quietroom/domain/result";
import type { Instant } from "@quietroom/domain/time";
import { consentAllowsNow } from "../agreements/index.ts";
import { found } from "../errors.ts";

/** Whose wishes: a client's or a member of staff's. */
export type Person =
  | { readonly tenantId: string; readonly clientId: string }
  | { readonly tenantId: string; readonly staffUserId: string };

/** What stands of somebody's wishes at this moment. Asked in the transaction in which a message leaves, so that a no counts for the very next one. */
export async function wishesOf(tx: Tx, person: Person, now: Instant): Promise<Wishes> {
  const rows = await tx.notificationPreference.findMany({ where: person });
  const agreed =
    "clientId" in person && (await consentAllowsNow(tx, { ...person, kind: "text_messages" }, now));
  return { choices: rows.map(toChoice), texts: agreed ? "agreed" : "not_agreed" };
}

/** Whether a message about care goes to a client by a channel now, and if not why. */
export async function goesToClient(
  tx: Tx,
  {
    tenantId,
    clientId,
    message,
    channel,
  }: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly message: ClientMessage;
    readonly channel: MessageChannel;
  },
  now: Instant,
): Promise<Result<"goes", Unwanted>> {
  return decideChannel({ to: "client", message, channel }, await wishesOf(tx, { tenantId, clientId }, now));
}

function toChoice({ category, channel, wanted }: NotificationPreferenceModel): Choice {
  return {
    category: found(messageCategories.find((one) => one === category)),
    channel: channelNamed(channel),
    wanted,
  };
}

/** The channel in a column whose constraint knows no other. */
export function channelNamed(column: string): MessageChannel {
  return found(messageChannels.find((one) => one === column));
}
