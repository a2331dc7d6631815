import { ok, refuse, type Result } from "../result.ts";
import { type Instant, minuteMs, plus } from "../time/instant.ts";

/** How long the link of a way in counts, from when it was asked for (AUTH-06). The end itself is outside. */
export const wayInLinkMs = 15 * minuteMs;
/** How long its code counts. */
export const wayInCodeMs = 5 * minuteMs;

/** What somebody shows at the portal's door: the mail's link in the browser that asked, the code there, or both elsewhere. */
export type WayInShown = "link_here" | "code_here" | "link_elsewhere" | "link_and_code_elsewhere";

export type WayInFacts = {
  readonly askedAt: Instant;
  readonly usedAt: Instant | null;
  readonly shown: WayInShown;
  readonly now: Instant;
};

/**
 * Whether what is shown still counts (AUTH-06), before a code is compared: once, for 15 minutes by the link and 5 by the code. A link
 * in another browser than the one that asked needs the code as well, so that a mail read by somebody else, or asked for by somebody
 * else, lets nobody in by a press of a button.
 */
export function decideWayIn({
  askedAt,
  usedAt,
  shown,
  now,
}: WayInFacts): Result<"let_in" | "compare_code", "used" | "expired" | "code_needed"> {
  if (usedAt !== null) return refuse("used");
  const needsCode = shown !== "link_here";
  const lifeMs = shown === "code_here" || shown === "link_and_code_elsewhere" ? wayInCodeMs : wayInLinkMs;
  if (now >= plus(askedAt, lifeMs)) return refuse("expired");
  if (shown === "link_elsewhere") return refuse("code_needed");
  return ok(needsCode ? "compare_code" : "let_in");
}
