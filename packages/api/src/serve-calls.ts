import { type Deed, deedOf } from "@quietroom/web/deed-of";
import type { Admission } from "@quietroom/web/limit-requests";
import { isFromOurPages, mayRead } from "@quietroom/web/same-origin";
import { type AnyRouter, TRPCError, type TRPC_ERROR_CODE_KEY } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { AppError } from "@quietroom/services";
import type { ApiContext } from "./context.ts";
import { errorShape } from "./error-shape.ts";
import { bounds, readCalls } from "./read-calls.ts";

type Refused = 400 | 401 | 403 | 408 | 413 | 414 | 415 | 429 | 503;

/** What is known of a request before it is counted. `inputs` is what it sent, not yet checked by anybody; `calls` how many it makes. */
type SentCalls = { readonly inputs: unknown; readonly calls: number; readonly deed: Deed };

/**
 * One HTTP request to the procedures, from the network's edge to its answer: whether it comes from our own pages (AUTH-34),
 * whether it keeps within bounds, whether its sender has asked too often (API-06), and only then tRPC. Every refusal is an
 * answer that tRPC's client understands, never a 500, and no answer may be kept by a cache or read by another site.
 */
export async function serveCalls(served: {
  readonly router: AnyRouter;
  readonly request: Request;
  /** The site's public origin. */
  readonly origin: string;
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Counts the request. */
  readonly admit: (sent: SentCalls) => Promise<Admission>;
  readonly createContext: () => ApiContext | Promise<ApiContext>;
  /**
   * Given where an app asks, with a token in place of cookies (AUTH-35): whether the token opens anything. No page of another site can
   * make a browser show one, so it does not matter where such a request comes from; beside a cookie it is refused, as nobody could
   * tell whom it is for.
   */
  readonly app?: { readonly stands: () => Promise<boolean> };
}): Promise<Response> {
  const { router, request, origin, createContext, app } = served;
  const headers = { ...served.headers, "cache-control": "no-store" };
  if (app !== undefined && request.headers.has("cookie")) return refuse(400, headers);
  if (app === undefined && !isFromOurSite(request, origin)) return refuse(403, headers);
  const calls = await readCalls(request);
  if (!calls.ok) return refuse(calls.refusal.status, headers);
  const admission = await served.admit({ inputs: calls.inputs, calls: calls.calls, deed: deedOf(request) });
  const told = { ...headers, ...admission.headers };
  if (!admission.ok) return refuse(admission.status, told);
  if (app !== undefined && !(await app.stands())) return refuse(401, { ...told, ...challenge });
  const answer = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: calls.request,
    router,
    createContext,
    maxBatchSize: bounds.calls,
  });
  for (const [name, value] of Object.entries(told)) answer.headers.set(name, value);
  return answer;
}

/** What an app is told whose token opens nothing (RFC 6750, section 3). */
const challenge = { "www-authenticate": 'Bearer realm="quietroom", error="invalid_token"' };

function isFromOurSite({ method, headers }: Request, origin: string): boolean {
  return deedOf({ method }) === "reads" ? mayRead(headers) : isFromOurPages(headers, origin);
}

const refusals = {
  400: ["BAD_REQUEST", "invalid"],
  401: ["UNAUTHORIZED", "unauthenticated"],
  403: ["FORBIDDEN", "forbidden"],
  408: ["TIMEOUT", "invalid"],
  413: ["PAYLOAD_TOO_LARGE", "invalid"],
  414: ["BAD_REQUEST", "invalid"],
  415: ["UNSUPPORTED_MEDIA_TYPE", "invalid"],
  429: ["TOO_MANY_REQUESTS", "rate_limited"],
  503: ["SERVICE_UNAVAILABLE", "unavailable"],
} as const satisfies Readonly<Record<Refused, readonly [TRPC_ERROR_CODE_KEY, AppError["code"]]>>;

function refuse(status: Refused, headers: Readonly<Record<string, string>>): Response {
  const [code, appCode] = refusals[status];
  const error = new TRPCError({ code, message: appCode, cause: new AppError(appCode) });
  const shape = errorShape({
    error,
    shape: { code: TRPC_ERROR_CODES_BY_KEY[code], data: { httpStatus: status } },
    ctx: undefined,
  });
  return Response.json({ error: { json: shape } }, { status, headers });
}
