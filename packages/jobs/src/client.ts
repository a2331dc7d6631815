import { Inngest, type ClientOptions, type InngestFunction, type Logger } from "inngest";
import { errorFields, type JobsLogger } from "./embedded/logger.ts";
import type { JobsMode } from "./mode.ts";

export type JobsClient = Inngest;

/** Builds the product's functions on a client. Called once a client; it must not send anything. */
export type JobFunctions = (client: JobsClient) => readonly InngestFunction.Any[];

/**
 * The one way to an Inngest client, for every mode. Steps are never checkpointed, so that functions see the same calls
 * in all modes. `fetch` and `signingKey` come from the embedded engine, which answers in this process.
 */
export function createJobsClient(
  mode: JobsMode,
  options: { readonly fetch?: typeof fetch; readonly signingKey?: string; readonly logger?: JobsLogger } = {},
): JobsClient {
  const logger = quietLogger(options.logger);
  const common = {
    id: "quietroom",
    checkpointing: false,
    aiMetadata: false,
    logger,
    fetch: options.fetch ?? fetchInTime,
  };
  return new Inngest({ ...common, ...settingsOf(mode, options.signingKey) });
}

/** A server that takes a request and never answers would hold up whoever sends for minutes. */
const serverAnswersWithinMs = 30_000;

const fetchInTime: typeof fetch = async (input, init) => {
  const inTime = AbortSignal.timeout(serverAnswersWithinMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, inTime]) : inTime;
  const answer = await fetch(input, { ...init, signal });
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  if (answer.ok || !pathname.endsWith("/fn/register")) return answer;
  // Whether functions were taken the SDK reads from the body alone, and where that says nothing it believes so.
  const { status } = answer;
  return Response.json({ status, error: "refused" }, { status });
};

function settingsOf(mode: JobsMode, signingKey: string | undefined): Partial<ClientOptions> {
  switch (mode.kind) {
    case "embedded":
      // Every value is given, so that nothing is taken from the environment; the host is reserved and never resolves.
      return {
        isDev: false,
        eventKey: "embedded",
        baseUrl: "https://jobs.invalid/",
        ...(signingKey === undefined ? {} : { signingKey, signingKeyFallback: signingKey }),
      };
    case "dev":
      return { isDev: true, ...(mode.url === undefined ? {} : { baseUrl: mode.url }) };
    case "server": {
      const { eventKey, signingKey: ownKey, baseUrl } = mode;
      return {
        isDev: false,
        eventKey,
        signingKey: ownKey,
        // Given in any case, so that a fallback is what the mode says and not what the environment does.
        signingKeyFallback: mode.signingKeyFallback ?? ownKey,
        ...(baseUrl === undefined ? {} : { baseUrl }),
      };
    }
  }
}

// The SDK logs whole errors, whose text may quote a client's data: only the kind of error gets through.
function quietLogger(logger: JobsLogger | undefined): Logger {
  const silent = () => undefined;
  const fieldsOf = (args: readonly unknown[]) =>
    errorFields(args.map(errorIn).find((error) => error !== undefined));
  return {
    debug: silent,
    info: silent,
    warn: (...args: readonly unknown[]) => logger?.warn("jobs.sdk_warning", fieldsOf(args)),
    error: (...args: readonly unknown[]) => logger?.error("jobs.sdk_error", fieldsOf(args)),
  };
}

function errorIn(arg: unknown): unknown {
  if (arg instanceof Error) return arg;
  return typeof arg === "object" && arg !== null && "err" in arg ? arg.err : undefined;
}
