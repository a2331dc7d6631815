import type { ContentFor, DeliveryReport, MessageChannel, TextReply } from "@quietroom/domain/messaging";
import type { Result } from "@quietroom/domain/result";
import type { Instant } from "@quietroom/domain/time";

export type { KeyService } from "@quietroom/vault";

/**
 * One message to one person by one channel, with what that channel may show of it (NOTIF-11). `idempotencyKey` makes a repeated send the same
 * message at a provider that knows keys.
 */
export type OutgoingMessage<Channel extends MessageChannel = "email"> = {
  readonly idempotencyKey: string;
  /** Whose message it is: the provider says it again when it tells what became of it. */
  readonly tenantId: string;
  /** An address, a number or a subscription, as the channel has it. */
  readonly to: string;
  readonly content: ContentFor<Channel>;
  /** Since when it may have been sent already, by a try that nobody heard the end of; absent for the first. */
  readonly triedSince?: Instant;
};

export type SendRefusal =
  | { readonly code: "rejected" | "unavailable" | "misconfigured"; readonly retryable: boolean }
  /** The recipient said that nothing more is to come. */
  | { readonly code: "stopped"; readonly retryable: false }
  /** The provider took no look at it and asks for patience: for so many milliseconds, or null where it names no time. */
  | { readonly code: "busy"; readonly afterMs: number | null };

/**
 * Delivers messages by one channel, outside any transaction. Answers only what the provider answered; never throws for a vendor's refusal.
 * Another provider of a channel is another of these, and no caller's concern (NOTIF-05).
 */
export type MessageSender<Channel extends MessageChannel = "email"> = {
  send(message: OutgoingMessage<Channel>): Promise<Result<{ readonly providerId: string }, SendRefusal>>;
};

/** What became of one message, as its provider told it, and of whose it is. */
export type ReportedDelivery = {
  readonly tenantId: string;
  readonly notificationId: string;
  /** The provider's id of the message: of another one nothing is believed. */
  readonly providerId: string;
  /** The address that it went to. */
  readonly to: string;
  readonly report: DeliveryReport;
};

/** What somebody answered to a text, as the provider told it. */
export type ReceivedText = {
  /** The number that it came from, in E.164. */
  readonly from: string;
  /** The provider's id of it; null where it has none that we know the form of. */
  readonly messageSid: string | null;
  /** Null for words that we take no notice of. */
  readonly reply: TextReply | null;
  /** The provider answered for us. */
  readonly answered: boolean;
};

/** Logs take codes and ids. There is no parameter for free text, so a record's words cannot get in. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export type Logger = {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
};

/** A seal's head, as it is kept outside the database. */
export type AnchoredHead = {
  readonly tenantId: string;
  readonly number: number;
  /** Epoch milliseconds. */
  readonly sealedAt: number;
  readonly head: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
};

/**
 * Where the heads of the audit's seals lie out of the database's reach: what is in it can be added to and not changed, so that whoever
 * cuts the end off the audit is shown by what is missing. The same head twice is the same head.
 */
export type AnchorLog = {
  append(heads: readonly AnchoredHead[]): Promise<void>;
  /** The highest number that is anchored of a studio; null before the first. */
  last(tenantId: string): Promise<number | null>;
  /** Every head of every studio, in any order. */
  all(): AsyncIterable<AnchoredHead>;
};

/** Where files lie that nobody may change: the audit's months. */
export type ArchiveStore = {
  /** Keeps a file for good. Throws when there is one of this name that differs. */
  put(name: string, content: Uint8Array): Promise<void>;
  /** The file; null where there is none. */
  get(name: string): Promise<Uint8Array | null>;
  /** Names of all files that begin with this, ascending. */
  list(prefix: string): Promise<readonly string[]>;
};
