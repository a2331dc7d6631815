import type { PasskeyRequest } from "@quietroom/contracts/passkey";
import type { Puzzle } from "@quietroom/contracts/proof-of-work";
import { calledFrom, type Runtime } from "@quietroom/services";
import {
  newPuzzle,
  isKeptOut,
  passwordStep,
  type PasswordStep,
  rememberDevice,
  resolveSession,
  secondFactorChallenge,
  type SecondFactorStep,
  secondFactorStep,
  type SessionEnd,
  type SessionPurpose,
  signInChallenge,
  type StaffActor,
  trustDevice,
  whyEnded,
} from "@quietroom/services/staff";
import type { NextAuthOptions } from "next-auth";
import { authOptions } from "./auth-options.ts";
import type { OpenIdSettings } from "./openid-settings.ts";
import { senderOf } from "./sender.ts";
import { cookiesIn } from "./cookies-in.ts";
import { deviceCookie, readSessionCookie, trustCookie } from "./session-cookie.ts";

export type AuthSettings = {
  readonly runtime: Runtime;
  /** Encrypts the session cookie. 32 random bytes or more, as text. */
  readonly secret: string;
  /** Whether the dashboard is served over https, which every deployment is but a local one. */
  readonly transport: "https" | "http";
  /** Path of the sign-in page; below it, `network` says that the studio lets nobody in from there. */
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
   * changed role, a person who left or an address that the studio lets nobody in from (AUTH-44) counts from the next request on. Without
   * the request's headers its address is not known, and a studio that keeps a list of networks lets nobody in.
   */
  findStaff(
    cookies: Readonly<Record<string, string>>,
    purpose: SessionPurpose,
    headers?: Headers,
  ): Promise<StaffActor | null>;
  /** Whether only the address that a request comes from keeps its session from opening anything (AUTH-44). */
  isKeptOut(cookies: Readonly<Record<string, string>>, headers: Headers): Promise<boolean>;
  /** What the session behind a request's cookies needs before it opens anything; null when there is none or it needs nothing. */
  secondFactorStep(cookies: Readonly<Record<string, string>>): Promise<SecondFactorStep | null>;
  /** What a session needs next whose password is over by age (AUTH-03); null for every other and for one that may not be used from there. */
  passwordStep(cookies: Readonly<Record<string, string>>, headers: Headers): Promise<PasswordStep | null>;
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
  /** The same for trust (AUTH-22): null unless the person asked for it with this very sign-in and the studio allows it. */
  trustDevice(answerCookies: readonly string[]): Promise<string | null>;
  /** What a browser is asked to sign in with by a passkey alone. */
  signInChallenge(): Promise<PasskeyRequest>;
  /** What the browser of a session is asked to pass its second factor with; null when it has no session or its person no passkey. */
  secondFactorChallenge(cookies: Readonly<Record<string, string>>): Promise<PasskeyRequest | null>;
  /** The puzzle that a sign-in brings solved after three failures (AUTH-43). */
  newPuzzle(): Promise<Puzzle>;
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
    async findStaff(cookies, purpose, headers = new Headers()) {
      const session = await readSessionCookie(cookies, settings);
      const from = senderOf(headers, settings);
      const runtime = calledFrom(settings.runtime, from);
      return session === null ? null : await resolveSession(runtime, session, purpose, from.ip);
    },
    async isKeptOut(cookies, headers) {
      const session = await readSessionCookie(cookies, settings);
      return session !== null && (await isKeptOut(settings.runtime, session, senderOf(headers, settings).ip));
    },
    async secondFactorStep(cookies) {
      const session = await readSessionCookie(cookies, settings);
      return session === null ? null : await secondFactorStep(settings.runtime, session);
    },
    async passwordStep(cookies, headers) {
      const session = await readSessionCookie(cookies, settings);
      const { ip } = senderOf(headers, settings);
      return session === null ? null : await passwordStep(settings.runtime, session, ip);
    },
    async whyEnded(cookies) {
      const session = await readSessionCookie(cookies, settings);
      return session === null ? null : await whyEnded(settings.runtime, session);
    },
    async trustDevice(answerCookies) {
      const session = await begunBy(answerCookies, settings);
      const token = session === null ? null : await trustDevice(settings.runtime, session);
      return token === null ? null : trustCookie(settings).line(token);
    },
    signInChallenge: async () => await signInChallenge(settings.runtime),
    async secondFactorChallenge(cookies) {
      const session = await readSessionCookie(cookies, settings);
      if (session === null) return null;
      const challenge = await secondFactorChallenge(settings.runtime, session);
      return challenge.ok ? challenge.value : null;
    },
    newPuzzle: async () => await newPuzzle(settings.runtime),
    async rememberDevice(cookies, answerCookies) {
      const session = await begunBy(answerCookies, settings);
      if (session === null) return null;
      const { name, line } = deviceCookie(settings);
      const token = await rememberDevice(settings.runtime, session, cookies[name] ?? null);
      return token === null ? null : line(token);
    },
  };
}

/** The session that an answer's Set-Cookie lines begin or go on with, or null. */
async function begunBy(answerCookies: readonly string[], settings: AuthSettings) {
  const set = Object.assign({}, ...answerCookies.map((line) => cookiesIn(line.split(";")[0])));
  return await readSessionCookie(set, settings);
}
