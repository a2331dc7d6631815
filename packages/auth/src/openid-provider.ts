import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Claims } from "./identity-in.ts";
import type { OpenIdSettings } from "./openid-settings.ts";

/** The provider's id within next-auth, which is the last part of the redirect address: `/api/auth/callback/oidc`. */
export const openIdProviderId = "oidc";

const answerWithinMs = 3_000;

/**
 * A provider for next-auth, which takes it through the authorization code flow with state, nonce and PKCE and checks the token's
 * signature, audience and times. One algorithm is expected, so that no header chooses another. What is asked for here besides:
 * a code, from the issuer that is set and no other.
 */
export function openIdProvider(settings: OpenIdSettings): OAuthConfig<Claims> {
  return {
    id: openIdProviderId,
    name: settings.displayName,
    type: "oauth",
    wellKnown: `${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer: settings.issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    client: { id_token_signed_response_alg: settings.signedWith },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    authorization: { params: { scope: "openid email" } },
    httpOptions: { timeout: answerWithinMs },
    token: {
      async request({ client, provider, params, checks }) {
        // Before the code and our secret go anywhere: a document that names another issuer is not the one that was set.
        if (client.issuer.metadata.issuer !== settings.issuer) throw new Error("another issuer answered");
        const tokens = await client.callback(provider.callbackUrl, params, {
          ...checks,
          response_type: "code",
        });
        return { tokens };
      },
    },
    userinfo: {
      async request({ client, tokens }) {
        const claims = claimsOf(tokens.id_token);
        const { userinfo_endpoint: more } = client.issuer.metadata;
        if (claims["email"] !== undefined || more === undefined || tokens.access_token === undefined)
          return claims;
        // Where the token leaves the address out, it is asked for.
        const about = await client.userinfo(tokens.access_token);
        if (about.sub !== claims["sub"]) throw new Error("an answer about somebody else");
        return { ...claims, email: about.email, email_verified: about.email_verified };
      },
    },
    // Who it is becomes a session in the sign-in callback; until then it is nobody.
    profile: () => ({ id: openIdProviderId }),
  };
}

/** What a token says whose signature was checked when it came. */
function claimsOf(token: string | undefined): Record<string, unknown> {
  const said: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString("utf8"));
  return typeof said === "object" && said !== null ? { ...said } : {};
}
