import {
  type TokenAnswer,
  type TokenError,
  type TokenRequest,
  tokenRequest,
} from "@quietroom/contracts/app-token";
import type { Result } from "@quietroom/domain/result";
import { isUnavailable } from "@quietroom/services";
import type { Logger } from "@quietroom/services/ports";
import type { AppTokens } from "@quietroom/services/staff";
import type { Admission } from "@quietroom/web/limit-requests";
import { randomUUID } from "node:crypto";
import { readCalls } from "./read-calls.ts";

/**
 * The token endpoint of apps (AUTH-35), as RFC 6749 has it but for bodies of JSON. No cookie is read or set, so it does not matter whose
 * page asks; a cache keeps no answer, and no refusal tells more than its code.
 */
export async function serveTokens(served: {
  readonly request: Request;
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly admit: () => Promise<Admission>;
  readonly grant: (asked: TokenRequest) => Promise<Result<AppTokens, "not_valid" | "locked">>;
  readonly log: Logger;
}): Promise<Response> {
  const { request, grant, log } = served;
  const kept = { ...served.headers, "cache-control": "no-store", pragma: "no-cache" };
  const admission = await served.admit();
  const headers = { ...kept, ...admission.headers };
  if (!admission.ok) {
    const { status } = admission;
    return refuse(status === 429 ? "slow_down" : "temporarily_unavailable", { status, headers });
  }
  const sent = await readCalls(request);
  if (!sent.ok) return refuse("invalid_request", { status: sent.refusal.status, headers });
  const asked = tokenRequest.safeParse(sent.inputs);
  if (!asked.success) return refuse(flawOf(sent.inputs), { status: 400, headers });
  try {
    const granted = await grant(asked.data);
    if (granted.ok) return Response.json(answerOf(granted.value), { headers });
    // As long as AUTH-40 counts an address's failures.
    if (granted.refusal === "locked")
      return refuse("slow_down", { status: 429, headers: { ...headers, "retry-after": "900" } });
    return refuse("invalid_grant", { status: 400, headers });
  } catch (error) {
    const requestId = randomUUID();
    log.error(isUnavailable(error) ? "unavailable" : "token_endpoint_failed", { requestId });
    return refuse("temporarily_unavailable", { status: isUnavailable(error) ? 503 : 500, headers });
  }
}

function answerOf(tokens: AppTokens): TokenAnswer {
  return {
    access_token: tokens.accessToken,
    token_type: "Bearer",
    expires_in: tokens.accessEndsInSec,
    refresh_token: tokens.refreshToken,
    refresh_expires_in: tokens.connectionEndsInSec,
  };
}

const grants: readonly unknown[] = tokenRequest.options.map(({ shape }) => shape.grant_type.value);

/** What is wrong with a request that asks for nothing we know. */
function flawOf(inputs: unknown): TokenError {
  if (typeof inputs !== "object" || inputs === null || !("grant_type" in inputs)) return "invalid_request";
  const { grant_type: grant } = inputs;
  return typeof grant === "string" && !grants.includes(grant) ? "unsupported_grant_type" : "invalid_request";
}

function refuse(
  error: TokenError,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
): Response {
  return Response.json({ error }, answer);
}
