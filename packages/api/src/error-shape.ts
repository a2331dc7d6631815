import type { AppErrorCode } from "@quietroom/contracts/errors";
import { AppError, isUnavailable } from "@quietroom/services";
import { TRPCError, type TRPC_ERROR_CODE_KEY } from "@trpc/server";
import type { TRPCErrorShape } from "@trpc/server/rpc";
import { ZodError } from "zod";
import type { ApiContext } from "./context.ts";

const trpcCodes = {
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  invalid: "BAD_REQUEST",
  conflict: "CONFLICT",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<AppErrorCode, TRPC_ERROR_CODE_KEY>;

type Call = ApiContext & { readonly path: string };

/** What went wrong, as tRPC sends it; what is no answer is logged with the request's id and the place in our code. */
export function asTrpcError(error: TRPCError, call: Call): TRPCError {
  const { log } = call.runtime;
  const fields = { requestId: call.requestId, path: call.path };
  const code = appCode(error);
  if (code !== null) {
    log.warn(code, fields);
    return new TRPCError({ code: trpcCodes[code], message: code, cause: new AppError(code) });
  }
  // Thrown by tRPC itself about the request: bad input, an unknown method, a stream that was closed.
  if (error.code !== "INTERNAL_SERVER_ERROR") return error;
  log.error("call_failed", { ...fields, ...whereItFailed(error.cause ?? error) });
  // Without its cause: whoever prints this error must not print a record's words.
  return new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: `failed, request ${call.requestId}` });
}

function appCode(error: TRPCError): AppErrorCode | null {
  if (error.cause instanceof AppError) return error.cause.code;
  return isUnavailable(error.cause) ? "unavailable" : null;
}

/** The error's kind and the first lines of the stack that lie in our code. Never its message, which may hold a record's words. */
function whereItFailed(cause: unknown): Record<string, string> {
  if (!(cause instanceof Error)) return { kind: typeof cause };
  const frames = (cause.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const ours = frames.filter((line) => !/node_modules|node:/.test(line));
  return {
    kind: cause.name,
    at: (ours.length > 0 ? ours : frames)
      .slice(0, 4)
      .map((line) => line.trim())
      .join(" < "),
  };
}

/** One field that was refused: where it is, and our own words about it. Never the value. */
export type FieldError = { readonly path: string; readonly message: string };

export type ErrorData = {
  readonly code: TRPC_ERROR_CODE_KEY;
  readonly httpStatus: number;
  readonly path?: string;
  readonly appCode: AppErrorCode | null;
  readonly requestId: string | null;
  readonly fields: readonly FieldError[];
};

/** The error as a browser sees it: a code, the request's id and, for bad input, which fields and why. Nothing from the input. */
export function errorShape(failed: {
  readonly error: TRPCError;
  readonly shape: {
    readonly code: TRPCErrorShape["code"];
    readonly data: { readonly httpStatus: number; readonly path?: string };
  };
  readonly ctx: ApiContext | undefined;
}): TRPCErrorShape<ErrorData> & { message: string } {
  const { error, shape, ctx } = failed;
  const code = appCode(error) ?? (error.code === "BAD_REQUEST" ? "invalid" : null);
  return {
    code: shape.code,
    message: code ?? (error.code === "INTERNAL_SERVER_ERROR" ? "failed" : error.code.toLowerCase()),
    data: {
      code: error.code,
      httpStatus: shape.data.httpStatus,
      ...(shape.data.path === undefined ? {} : { path: shape.data.path }),
      appCode: code,
      requestId: ctx?.requestId ?? null,
      fields: error.cause instanceof ZodError && error.code === "BAD_REQUEST" ? fieldErrors(error.cause) : [],
    },
  };
}

function fieldErrors(refused: ZodError): FieldError[] {
  return refused.issues.slice(0, 50).map((issue) => ({
    path: issue.path.map(String).join("."),
    // The only one of zod's own sentences that repeats what was sent.
    message: issue.code === "unrecognized_keys" ? "unknown field" : issue.message,
  }));
}
