import { type Result, ok, refuse } from "@quietroom/domain/result";
import {
  asksToLink,
  endSession,
  linkIdentity,
  signInWithIdentity,
  type SignedIn,
} from "@quietroom/services/staff";
import type { AuthSettings } from "./create-auth.ts";
import { type Claims, identityIn } from "./identity-in.ts";
import type { OpenIdSettings } from "./openid-settings.ts";
import { type Sender } from "./sender.ts";
import { readSessionCookie } from "./session-cookie.ts";

/**
 * What follows when the provider has said who somebody is. In a browser whose session asked for a link it is linked, and the session
 * goes on as it was; in any other it begins a half session, which ends the one that was there. A refusal is the path of ours that
 * tells of what happened.
 */
export async function arriveFromProvider(
  settings: AuthSettings & { readonly openId: OpenIdSettings },
  claims: Claims,
  { cookies, ...sender }: Sender,
): Promise<Result<SignedIn, string>> {
  const { runtime, signInPath, accountPath, openId } = settings;
  try {
    const identity = identityIn(claims, openId.issuer);
    if (identity === null) return refuse(`${signInPath}?error=Provider`);
    const before = await readSessionCookie(cookies, settings);
    if (before !== null && (await asksToLink(runtime, before))) {
      const linked = await linkIdentity(runtime, before, identity);
      return refuse(`${accountPath}?identity=${linked.ok ? "linked" : linked.refusal}`);
    }
    const session = await signInWithIdentity(runtime, { identity, ...sender });
    if (!session.ok && session.refusal === "kept_out") return refuse(`${signInPath}/network`);
    if (!session.ok)
      return refuse(`${signInPath}?error=${session.refusal === "locked" ? "Locked" : "NotLinked"}`);
    if (before !== null) await endSession(runtime, before);
    return ok(session.value);
  } catch {
    runtime.log.error("sign_in_failed");
    return refuse(`${signInPath}?error=Unavailable`);
  }
}
