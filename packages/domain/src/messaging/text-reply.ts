/** What somebody may say to a text of ours: no more of them, again, or who writes and how to end it (NOTIF-09). */
export type TextReply = "stop" | "start" | "help";

const words = {
  stop: ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out"],
  start: ["start", "yes", "unstop"],
  help: ["help", "info"],
} as const satisfies Record<TextReply, readonly string[]>;

/** The one word that an answer is, whatever its case, marks and spaces; null for everything else. */
export function readTextReply(body: string): TextReply | null {
  const said = body
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  if (words.stop.some((word) => word === said || said === `${word} all`)) return "stop";
  if (words.start.some((word) => word === said)) return "start";
  return words.help.some((word) => word === said) ? "help" : null;
}
