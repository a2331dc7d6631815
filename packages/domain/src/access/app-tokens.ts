import { ok, refuse, type Result } from "../result.ts";
import { type Instant, minuteMs } from "../time/instant.ts";

/** How long an access token of an app opens anything (AUTH-35). */
export const accessTokenMs = 15 * minuteMs;
/** How long the code that connects an app counts. */
export const pairingMs = 5 * minuteMs;
/** As many wrong codes as one pairing takes before it is over. */
export const pairingTries = 5;

/** The code that its person was shown to connect an app with. */
export type PairingFacts = {
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
  /** Wrong codes so far. */
  readonly tries: number;
};

/** Whether a code is compared at all: once, for five minutes, and while fewer than five wrong ones came. The end itself is outside. */
export function decidePairing(
  { expiresAt, usedAt, tries }: PairingFacts,
  now: Instant,
): Result<null, "used" | "expired" | "too_many_tries"> {
  if (usedAt !== null) return refuse("used");
  if (now >= expiresAt) return refuse("expired");
  return tries >= pairingTries ? refuse("too_many_tries") : ok(null);
}

/**
 * What a refresh token that is shown does (AUTH-35). One that has been used before is somebody else's copy, whoever came first and however
 * soon and from wherever: all that came of it is over (RFC 9700, section 4.14.2). Of a connection that is over already nothing more
 * follows, and a token that counts still is not used up by an address that its studio lets nobody in from.
 */
export function decideRefresh({
  used,
  connection,
  address,
}: {
  readonly used: boolean;
  readonly connection: "stands" | "over";
  readonly address: "allowed" | "kept_out";
}): Result<null, "over" | "reused" | "kept_out"> {
  if (connection === "over") return refuse("over");
  if (used) return refuse("reused");
  return address === "allowed" ? ok(null) : refuse("kept_out");
}
