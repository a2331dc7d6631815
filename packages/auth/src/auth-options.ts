import { signIn as contract } from "@quietroom/contracts/staff";
import type { Runtime } from "@quietroom/services";
import { endSession, sessionMs, signIn } from "@quietroom/services/staff";
import type { NextAuthOptions } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import type { AuthSettings } from "./create-auth.ts";
import { sessionCookie, sessionIn } from "./session-cookie.ts";

/**
 * next-auth with a session row behind its cookie. The cookie carries the ids of studio and session, encrypted, and nothing
 * that a browser sends can change them. A second factor will be a state of the row, which no cookie needs to know of.
 */
export function authOptions(settings: AuthSettings): NextAuthOptions {
  const { runtime, signInPath } = settings;
  return {
    secret: settings.secret,
    useSecureCookies: settings.transport === "https",
    cookies: { sessionToken: sessionCookie(settings) },
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    pages: { signIn: signInPath, error: signInPath, signOut: signInPath },
    providers: [passwordProvider(runtime)],
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

function passwordProvider(runtime: Runtime): CredentialsConfig {
  return {
    id: "credentials",
    name: "Email and password",
    type: "credentials",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(credentials, request) {
      const attempt = contract.safeParse({ email: credentials?.email, password: credentials?.password });
      if (!attempt.success) return null;
      const userAgent = String(request.headers?.["user-agent"] ?? "");
      // next-auth puts the text of whatever is thrown here into an address, so it is one fixed word.
      const session = await signIn(runtime, { ...attempt.data, userAgent }).catch(() => {
        runtime.log.error("sign_in_failed");
        throw new Error("Unavailable");
      });
      return session.ok ? { id: session.value.sessionId, ...session.value } : null;
    },
  };
}
