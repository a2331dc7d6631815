import { secondFactor, signIn as contract } from "@quietroom/contracts/staff";
import type { Runtime } from "@quietroom/services";
import { sessionMs } from "@quietroom/domain/access";
import { endSession, passSecondFactor, signIn } from "@quietroom/services/staff";
import type { NextAuthOptions } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import { clientIp } from "./client-ip.ts";
import type { AuthSettings } from "./create-auth.ts";
import { cookiesIn, deviceCookie, readSessionCookie, sessionCookie, sessionIn } from "./session-cookie.ts";

/**
 * next-auth with a session row behind its cookie. The cookie carries the ids of studio and session, encrypted, and nothing
 * that a browser sends can change them. Each factor is a sign-in of its own, so that each gives the session another id (AUTH-34);
 * which of them have passed is a state of the row, which no cookie knows of.
 */
export function authOptions(settings: AuthSettings): NextAuthOptions {
  const { runtime, signInPath } = settings;
  return {
    secret: settings.secret,
    useSecureCookies: settings.transport === "https",
    cookies: { sessionToken: sessionCookie(settings) },
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    pages: { signIn: signInPath, error: signInPath, signOut: signInPath },
    providers: [passwordProvider(settings), secondFactorProvider(settings)],
    callbacks: {
      // On sign-in the ids come from `authorize`, afterwards from our own cookie; `session.update()` is not listened to.
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
      error: (code) => runtime.log.error("auth_failed", { reason: code }),
      warn: (code) => runtime.log.warn("auth_warned", { reason: code }),
      debug: () => undefined,
    },
  };
}

function passwordProvider(settings: AuthSettings): CredentialsConfig {
  const { runtime } = settings;
  return {
    id: "credentials",
    name: "Email and password",
    type: "credentials",
    credentials: { email: { type: "email" }, password: { type: "password" }, studio: { type: "text" } },
    async authorize(credentials, request) {
      const { email, password, studio } = credentials ?? {};
      const attempt = contract.safeParse({ email, password, ...(studio === undefined ? {} : { studio }) });
      if (!attempt.success) return null;
      const cookies = cookiesIn(request.headers?.["cookie"]);
      const userAgent = String(request.headers?.["user-agent"] ?? "");
      const session = await orUnavailable(
        runtime,
        signIn(runtime, { ...attempt.data, userAgent, ...senderOf(request.headers, settings) }),
      );
      if (!session.ok) return refused(session.refusal);
      // Whoever signs in again at the same browser leaves the session that was there.
      const before = await readSessionCookie(cookies, settings);
      if (before !== null) await orUnavailable(runtime, endSession(runtime, before));
      return { id: session.value.sessionId, ...session.value };
    },
  };
}

/** The second step of signing in, and the proof in between that it is still the same person. */
function secondFactorProvider(settings: AuthSettings): CredentialsConfig {
  const { runtime } = settings;
  return {
    id: "second-factor",
    name: "Second factor",
    type: "credentials",
    credentials: { code: { type: "text" } },
    async authorize(credentials, request) {
      const session = await readSessionCookie(cookiesIn(request.headers?.["cookie"]), settings);
      if (session === null) throw new Error("SessionOver");
      const attempt = secondFactor.safeParse({ code: credentials?.code });
      if (!attempt.success) return null;
      const passed = await orUnavailable(
        runtime,
        passSecondFactor(runtime, session, { ...attempt.data, ...senderOf(request.headers, settings) }),
      );
      if (passed.ok) return { id: passed.value.sessionId, ...passed.value };
      return refused(passed.refusal);
    },
  };
}

/** Wrong is null, which next-auth answers with one code for all; what follows another step gets a word of its own. */
function refused(refusal: "wrong_credentials" | "wrong_code" | "session_over" | "locked"): null {
  if (refusal === "locked") throw new Error("Locked");
  if (refusal === "session_over") throw new Error("SessionOver");
  return null;
}

/** Where an attempt comes from, as far as it can be believed. */
function senderOf(headers: Readonly<Record<string, unknown>> | undefined, settings: AuthSettings) {
  return {
    ip: clientIp(headers?.["x-forwarded-for"], settings.trustedProxyHops),
    deviceToken: cookiesIn(headers?.["cookie"])[deviceCookie(settings).name] ?? null,
  };
}

/** next-auth puts the text of whatever is thrown into an address, so it is one fixed word. */
async function orUnavailable<T>(runtime: Runtime, work: Promise<T>): Promise<T> {
  return await work.catch(() => {
    runtime.log.error("sign_in_failed");
    throw new Error("Unavailable");
  });
}
