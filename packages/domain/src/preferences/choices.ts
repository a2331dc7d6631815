import { type MessageChannel, messageChannels } from "../messaging/index.ts";
import { ok, refuse, type Result } from "../result.ts";
import {
  type Choosable,
  type MessageCategory,
  messageCategories,
  type MessageFor,
  type MessageRule,
  messageRules,
  type Recipient,
} from "./message-rules.ts";

/** What somebody said of one category by one channel. */
export type Choice = {
  readonly category: MessageCategory;
  readonly channel: MessageChannel;
  readonly wanted: boolean;
};

/**
 * What stands of somebody's wishes. A consent and a choice are two things: the consent to texts says that their number may be used at all, in words
 * and with its time and source, and a choice says what for. A text needs both; without any choice, what may be sent is.
 */
export type Wishes = { readonly choices: readonly Choice[]; readonly texts: "agreed" | "not_agreed" };

/** Why a message does not go by a channel: as the ledger keeps it. */
export type Unwanted = "not_wanted" | "no_text_consent" | "not_by_this_channel";

/** Whether one message goes to somebody by one channel, and if not why. Every sender asks this, and whoever says what will be sent. */
export function decideChannel<To extends Recipient>(
  {
    to,
    message,
    channel,
  }: { readonly to: To; readonly message: MessageFor[To]; readonly channel: MessageChannel },
  { choices, texts }: Wishes,
): Result<"goes", Unwanted> {
  const { category, by }: MessageRule = messageRules[to][message];
  const choosable = by[channel];
  if (choosable === undefined) return refuse("not_by_this_channel");
  if (channel === "sms" && texts === "not_agreed") return refuse("no_text_consent");
  return choosable === "chosen" && isSwitchedOff(choices, { category, channel })
    ? refuse("not_wanted")
    : ok("goes");
}

/** `not_agreed`: no text goes before its recipient agrees to texts. `always`: nothing in it can be switched off. */
export const choiceStates = ["on", "off", "not_agreed", "always"] as const;

/** One category by one channel, as it is shown: only where something is sent. */
export type ShownChoice = {
  readonly category: MessageCategory | "account";
  readonly channel: MessageChannel;
  readonly state: (typeof choiceStates)[number];
};

/** All that somebody may choose, and what they may not, category by category. */
export function shownChoices(to: Recipient, { choices, texts }: Wishes): readonly ShownChoice[] {
  return [...messageCategories, "account" as const].flatMap((category) =>
    messageChannels.flatMap((channel): ShownChoice[] => {
      const kinds = messagesIn(to, { category, channel });
      if (kinds.chosen.length === 0)
        return kinds.always.length === 0 ? [] : [{ category, channel, state: "always" }];
      if (channel === "sms" && texts === "not_agreed") return [{ category, channel, state: "not_agreed" }];
      return [{ category, channel, state: isSwitchedOff(choices, { category, channel }) ? "off" : "on" }];
    }),
  );
}

/** Whether a choice may be kept: only about what can be switched off, and texts are switched on by agreeing to them first. */
export function decideChoice(
  to: Recipient,
  { category, channel, wanted }: Choice,
  { texts }: Pick<Wishes, "texts">,
): Result<"keep", "nothing_to_choose" | "not_agreed"> {
  if (messagesIn(to, { category, channel }).chosen.length === 0) return refuse("nothing_to_choose");
  return channel === "sms" && wanted && texts === "not_agreed" ? refuse("not_agreed") : ok("keep");
}

/** What goes in one category by one channel: what somebody may do without, and what comes always. */
export function messagesIn(
  to: Recipient,
  { category, channel }: Pick<ShownChoice, "category" | "channel">,
): { readonly chosen: readonly string[]; readonly always: readonly string[] } {
  const rules: Readonly<Record<string, MessageRule>> = messageRules[to];
  const which = (fits: (choosable: Choosable) => boolean) =>
    Object.entries(rules).flatMap(([message, rule]) => {
      const choosable = rule.category === category ? rule.by[channel] : undefined;
      return choosable !== undefined && fits(choosable) ? [message] : [];
    });
  return {
    chosen: which((choosable) => choosable === "chosen"),
    always: which((choosable) => choosable !== "chosen"),
  };
}

function isSwitchedOff(
  choices: readonly Choice[],
  { category, channel }: Pick<ShownChoice, "category" | "channel">,
): boolean {
  return choices.some((one) => one.category === category && one.channel === channel && !one.wanted);
}
