import type { MessageContent } from "@quietroom/domain/messaging";
import type { Result } from "@quietroom/domain/result";

/** One message to one person. `idempotencyKey` makes a repeated send the same message at the provider. */
export type OutgoingMessage = {
  readonly idempotencyKey: string;
  readonly to: string;
  readonly content: MessageContent;
};

export type SendRefusal = {
  readonly code: "rejected" | "unavailable" | "misconfigured";
  readonly retryable: boolean;
};

/** Delivers messages outside any transaction. Answers only what the provider answered; never throws for a vendor's refusal. */
export type MessageSender = {
  send(message: OutgoingMessage): Promise<Result<{ readonly providerId: string }, SendRefusal>>;
};

/** Logs take codes and ids. There is no parameter for free text, so a record's words cannot get in. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export type Logger = {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
};
