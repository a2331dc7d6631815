import type { Logger, LogFields } from "../ports.ts";
import type { SendOutcome } from "./judge-answer.ts";

/** Says in the log what became of a message, by its ids and codes alone: "message_sent", "way_in_failed". */
export function logOutcome(log: Logger, what: string, about: LogFields, outcome: SendOutcome): void {
  if (outcome.kind === "sent") log.info(`${what}_sent`, about);
  if (outcome.kind === "failed") log.error(`${what}_failed`, { ...about, code: outcome.code });
  if (outcome.kind !== "retry") return;
  log.warn(`${what}_delayed`, { ...about, code: outcome.code });
  // What an operator's alarm listens for: somebody waits for this one, and its three retries are over (NOTIF-06).
  if (outcome.alert !== undefined) log.error("message_stuck", { ...about, code: outcome.code });
}
