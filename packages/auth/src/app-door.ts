import { pairingGrant, type TokenRequest } from "@quietroom/contracts/app-token";
import type { Result } from "@quietroom/domain/result";
import type { Runtime } from "@quietroom/services";
import {
  type AppTokens,
  pairApp,
  refreshApp,
  resolveApp,
  type SessionPurpose,
  type StaffActor,
} from "@quietroom/services/staff";
import { senderOf } from "./sender.ts";

/** Where apps come in: with tokens and without cookies, as the person who connected them (AUTH-35). */
export type AppDoor = {
  /** Whom an access token stands for, or null. Everything is read each time, as for a browser's session. */
  findApp(accessToken: string, purpose: SessionPurpose, headers: Headers): Promise<StaffActor | null>;
  /** Changes a code or a refresh token for a pair of tokens. */
  grantTokens(asked: TokenRequest, headers: Headers): Promise<Result<AppTokens, "not_valid" | "locked">>;
};

export function openAppDoor(settings: {
  readonly runtime: Runtime;
  readonly transport: "https" | "http";
  readonly trustedProxyHops: number;
}): AppDoor {
  const { runtime } = settings;
  return {
    findApp: async (accessToken, purpose, headers) =>
      await resolveApp(runtime, accessToken, purpose, senderOf(headers, settings).ip),
    async grantTokens(asked, headers) {
      const { ip, userAgent } = senderOf(headers, settings);
      return asked.grant_type === pairingGrant
        ? await pairApp(runtime, { code: asked.code, userAgent, ip })
        : await refreshApp(runtime, { refreshToken: asked.refresh_token, ip });
    },
  };
}

/**
 * The token that a request shows as a bearer (RFC 6750, section 2.1): null where it shows none, or shows something else such as the
 * password of a proxy; an empty text, which is nobody's, where it means to and cannot be read.
 */
export function bearerIn(headers: Headers): string | null {
  const sent = headers.get("authorization");
  if (sent === null || !/^bearer(?![^\s,])/i.test(sent)) return null;
  return /^bearer +([\w.~+/-]+=*)$/i.exec(sent)?.[1] ?? "";
}
