import { changePassword as changeContract } from "@quietroom/contracts/credentials";
import { passkeyAssertion } from "@quietroom/contracts/passkey";
import { secondFactor, signIn as contract } from "@quietroom/contracts/staff";
import { calledFrom, type Runtime } from "@quietroom/services";
import { sessionMs } from "@quietroom/domain/access";
import {
  changePassword,
  endSession,
  passByTrust,
  passSecondFactor,
  type SignedIn,
  signIn,
  signInWithPasskey,
} from "@quietroom/services/staff";
import type { NextAuthOptions } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import { arriveFromProvider } from "./arrive-from-provider.ts";
import type { AuthSettings } from "./create-auth.ts";
import { openIdProvider, openIdProviderId } from "./openid-provider.ts";
import { type Sender, senderOf } from "./sender.ts";
import { flowCookies, readSessionCookie, sessionCookie, sessionIn, trustCookie } from "./session-cookie.ts";

/**
 * next-auth, for one request, with a session row behind its cookie. The cookie carries the ids of studio and session, encrypted, and nothing
 * that a browser sends can change them. Each factor is a sign-in of its own, so that each gives the session another id (AUTH-34);
 * which of them have passed is a state of the row, which no cookie knows of.
 */
export function authOptions(given: AuthSettings, headers: Headers): NextAuthOptions {
  const sender = senderOf(headers, given);
  const settings = { ...given, runtime: calledFrom(given.runtime, sender) };
  const { runtime, signInPath, openId } = settings;
  return {
    secret: settings.secret,
    useSecureCookies: settings.transport === "https",
    cookies: { sessionToken: sessionCookie(settings), ...flowCookies(settings) },
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    pages: { signIn: signInPath, error: signInPath, signOut: signInPath },
    providers: [
      passwordProvider(settings, sender),
      secondFactorProvider(settings, sender),
      passkeyProvider(settings, sender),
      ownPasswordProvider(settings, sender),
      ...(openId === null ? [] : [openIdProvider(openId)]),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== openIdProviderId || openId === null) return true;
        const arrived = await arriveFromProvider({ ...settings, openId }, { ...profile }, sender);
        if (!arrived.ok) return arrived.refusal;
        // The very object that `jwt` is given next.
        Object.assign(user, await throughTrust(settings, sender, arrived.value));
        return true;
      },
      // On sign-in the ids come from `authorize` or from above, afterwards from our own cookie; `session.update()` is not listened to.
      jwt: ({ token, user, trigger }) => ({ ...sessionIn(trigger === "signIn" ? { ...user } : token) }),
      // What scripts may see of a session: when it ends.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        const session = sessionIn(token);
        if (session !== null) await endSession(runtime, session);
      },
    },
    // Its own words may hold what was sent, so only the code is kept.
    logger: {
      error: (code) => runtime.log.error("auth_failed", { reason: asCode(code) }),
      warn: (code) => runtime.log.warn("auth_warned", { reason: asCode(code) }),
      debug: () => undefined,
    },
  };
}

function passwordProvider(settings: AuthSettings, sender: Sender): CredentialsConfig {
  const { runtime } = settings;
  return {
    id: "credentials",
    name: "Email and password",
    type: "credentials",
    credentials: {
      email: { type: "email" },
      password: { type: "password" },
      studio: { type: "text" },
      proof: { type: "text" },
    },
    async authorize(credentials) {
      const { email, password, studio, proof } = credentials ?? {};
      const attempt = contract.safeParse({ email, password, ...(studio === undefined ? {} : { studio }) });
      if (!attempt.success) return null;
      const { cookies, ...from } = sender;
      const solved = isText(proof) ? { proof } : {};
      const session = await orUnavailable(runtime, signIn(runtime, { ...attempt.data, ...from, ...solved }));
      if (!session.ok) return refused(session.refusal);
      // Whoever signs in again at the same browser leaves the session that was there.
      const before = await readSessionCookie(cookies, settings);
      if (before !== null) await orUnavailable(runtime, endSession(runtime, before));
      return named(await throughTrust(settings, sender, session.value));
    },
  };
}

/** Another password for whoever is signed in. It is here because the session goes on under another id, which only a sign-in can give. */
function ownPasswordProvider(settings: AuthSettings, sender: Sender): CredentialsConfig {
  const { runtime } = settings;
  return {
    id: "own-password",
    name: "Own password",
    type: "credentials",
    credentials: { current: { type: "password" }, next: { type: "password" } },
    async authorize(credentials) {
      const { current, next } = credentials ?? {};
      const change = changeContract.input.safeParse({ current, next });
      if (!change.success) return null;
      const session = await readSessionCookie(sender.cookies, settings);
      if (session === null) throw new Error("session_over");
      const { ip, deviceToken } = sender;
      const attempt = { ...change.data, ip, deviceToken };
      const changed = await orUnavailable(runtime, changePassword(runtime, session, attempt));
      if (!changed.ok) throw new Error(changed.refusal);
      return named(changed.value);
    },
  };
}

/** A passkey by itself, which is both factors in one. */
function passkeyProvider(settings: AuthSettings, sender: Sender): CredentialsConfig {
  const { runtime } = settings;
  return {
    id: "passkey",
    name: "Passkey",
    type: "credentials",
    credentials: { passkey: { type: "text" } },
    async authorize(credentials) {
      const assertion = passkeyAssertion.safeParse(readJson(credentials?.passkey));
      if (!assertion.success) return null;
      const { cookies, ...from } = sender;
      const attempt = { assertion: assertion.data, ...from };
      const session = await orUnavailable(runtime, signInWithPasskey(runtime, attempt));
      if (!session.ok) return refused(session.refusal);
      const before = await readSessionCookie(cookies, settings);
      if (before !== null) await orUnavailable(runtime, endSession(runtime, before));
      return named(session.value);
    },
  };
}

/** The session of whoever has passed a first factor, with its second one passed where the person trusts this browser (AUTH-22). */
async function throughTrust(
  settings: AuthSettings,
  { cookies, ip }: Sender,
  session: SignedIn,
): Promise<SignedIn> {
  const { runtime } = settings;
  const token = cookies[trustCookie(settings).name] ?? null;
  return (await orUnavailable(runtime, passByTrust(runtime, session, token, ip))) ?? session;
}

/** The second step of signing in, and the proof in between that it is still the same person. */
function secondFactorProvider(settings: AuthSettings, sender: Sender): CredentialsConfig {
  const { runtime } = settings;
  return {
    id: "second-factor",
    name: "Second factor",
    type: "credentials",
    credentials: { code: { type: "text" }, passkey: { type: "text" }, trust: { type: "text" } },
    async authorize(credentials) {
      const session = await readSessionCookie(sender.cookies, settings);
      if (session === null) throw new Error("SessionOver");
      const { code, passkey, trust } = credentials ?? {};
      const proof = isText(passkey) ? readPasskey(passkey) : readCode(code);
      if (proof === null) return null;
      const { ip, deviceToken } = sender;
      const attempt = { ...proof, ip, deviceToken, trust: trust === "asked" ? trust : undefined } as const;
      const passed = await orUnavailable(runtime, passSecondFactor(runtime, session, attempt));
      return passed.ok ? named(passed.value) : refused(passed.refusal);
    },
  };
}

function readCode(code: unknown) {
  const parsed = secondFactor.safeParse({ code });
  return parsed.success ? parsed.data : null;
}

function readPasskey(text: string) {
  const parsed = passkeyAssertion.safeParse(readJson(text));
  return parsed.success ? { passkey: parsed.data } : null;
}

/** A form's field is text; next-auth parses JSON as well and would let anything through. */
function isText(value: unknown): value is string {
  return typeof value === "string";
}

function readJson(text: unknown): unknown {
  try {
    return isText(text) ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** As next-auth wants whoever signed in: with an id. */
function named(session: SignedIn) {
  return { id: session.sessionId, ...session };
}

/** Wrong is null, which next-auth answers with one code for all; what follows another step gets a word of its own. */
function refused(
  refusal:
    | "wrong_credentials"
    | "wrong_code"
    | "wrong_passkey"
    | "session_over"
    | "locked"
    | "kept_out"
    | "proof_needed",
): null {
  if (refusal === "kept_out") throw new Error("KeptOut");
  if (refusal === "proof_needed") throw new Error("ProofNeeded");
  if (refusal === "locked") throw new Error("Locked");
  if (refusal === "session_over") throw new Error("SessionOver");
  return null;
}

/** Of what next-auth, and by its log route any browser, gives as a code: what is one. */
function asCode(text: string): string {
  return /^[A-Za-z_]{1,60}$/.test(text) ? text : "unreadable";
}

/** next-auth puts the text of whatever is thrown into an address, so it is one fixed word. */
async function orUnavailable<T>(runtime: Runtime, work: Promise<T>): Promise<T> {
  return await work.catch(() => {
    runtime.log.error("sign_in_failed");
    throw new Error("Unavailable");
  });
}
