import type { Runtime } from "@quietroom/services";
import {
  rememberDevice,
  resolveSession,
  type SecondFactorStep,
  secondFactorStep,
  type SessionEnd,
  type SessionPurpose,
  type StaffActor,
  whyEnded,
} from "@quietroom/services/staff";
import type { NextAuthOptions } from "next-auth";
import { authOptions } from "./auth-options.ts";
import type { OpenIdSettings } from "./openid-settings.ts";
import { cookiesIn, deviceCookie, readSessionCookie } from "./session-cookie.ts";

export type AuthSettings = {
  readonly runtime: Runtime;
  /** Encrypts the session cookie. 32 random bytes or more, as text. */
  readonly secret: string;
  /** Whether the dashboard is served over https, which every deployment is but a local one. */
  readonly transport: "https" | "http";
  /** Path of the sign-in page. */
  readonly signInPath: string;
  /** Path of the page on which somebody sees to their own account. */
  readonly accountPath: string;
  /** Where staff may sign in in place of their password; null for nowhere. */
  readonly openId: OpenIdSettings | null;
  /** How many reverse proxies of our own stand in front; only what they say of a client's address is believed (AUTH-45). */
  readonly trustedProxyHops: number;
};

export type Auth = {
  /** For `NextAuth(...)` in the dashboard's `/api/auth/[...nextauth]` route, given the request's headers. */
  options(headers: Headers): NextAuthOptions;
  /**
   * The person behind a request's cookies, or null. The session's row is read every time: a revoked or expired session, a
   * changed role or a person who left counts from the next request on.
   */
  findStaff(cookies: Readonly<Record<string, string>>, purpose: SessionPurpose): Promise<StaffActor | null>;
  /** What the session behind a request's cookies needs before it opens anything; null when there is none or it needs nothing. */
  secondFactorStep(cookies: Readonly<Record<string, string>>): Promise<SecondFactorStep | null>;
  /** Why the session behind a request's cookies is over; null when there is none, it stands, or its person ended it there. */
  whyEnded(cookies: Readonly<Record<string, string>>): Promise<SessionEnd | null>;
  /**
   * The Set-Cookie line by which a browser is known from now on, given what its sign-in is answered with; null when the answer
   * begins no complete session or the browser is known already (AUTH-42).
   */
  rememberDevice(
    cookies: Readonly<Record<string, string>>,
    answerCookies: readonly string[],
  ): Promise<string | null>;
};

/**
 * Staff sign-in for one app. The cookie only names a session row; whether it stands is asked of the database. Throws for a secret that
 * could be guessed: whoever knows it names any session.
 */
export function createAuth(settings: AuthSettings): Auth {
  if (Buffer.from(settings.secret).length < 32)
    throw new Error("the secret of sign-in needs 32 characters or more");
  return {
    options: (headers) => authOptions(settings, headers),
    async findStaff(cookies, purpose) {
      const session = await readSessionCookie(cookies, settings);
      return session === null ? null : await resolveSession(settings.runtime, session, purpose);
    },
    async secondFactorStep(cookies) {
      const session = await readSessionCookie(cookies, settings);
      return session === null ? null : await secondFactorStep(settings.runtime, session);
    },
    async whyEnded(cookies) {
      const session = await readSessionCookie(cookies, settings);
      return session === null ? null : await whyEnded(settings.runtime, session);
    },
    async rememberDevice(cookies, answerCookies) {
      const set = Object.assign({}, ...answerCookies.map((line) => cookiesIn(line.split(";")[0])));
      const session = await readSessionCookie(set, settings);
      if (session === null) return null;
      const { name, line } = deviceCookie(settings);
      const token = await rememberDevice(settings.runtime, session, cookies[name] ?? null);
      return token === null ? null : line(token);
    },
  };
}
