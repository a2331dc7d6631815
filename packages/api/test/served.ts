import type { AnyRouter } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { type ApiContext, namedTenants } from "../src/index.ts";

export type Reply = {
  readonly status: number;
  /** What the procedure answered, or null for an error. */
  readonly data: unknown;
  /** The whole body as it went over the wire. */
  readonly text: string;
};

type Kind = "query" | "mutation";

/** A router behind tRPC's own HTTP handler, asked as a browser asks it. */
export function served(router: AnyRouter, createContext: () => ApiContext) {
  async function fetched(path: string, request: RequestInit & { readonly search?: string }): Promise<Reply> {
    const { search = "", ...init } = request;
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: new Request(`http://site.test/api/trpc/${path}${search}`, init),
      router,
      createContext: ({ req }) => ({ ...createContext(), named: namedTenants(req, "http://site.test") }),
    });
    const text = await response.text();
    return { status: response.status, data: dataIn(text), text };
  }

  const json = { "content-type": "application/json" };
  return {
    call: async (path: string, kind: Kind, input: unknown): Promise<Reply> => {
      const body = JSON.stringify(superjson.serialize(input));
      return kind === "mutation"
        ? await fetched(path, { method: "POST", headers: json, body })
        : await fetched(path, { search: `?input=${encodeURIComponent(body)}` });
    },
    raw: fetched,
  };
}

/** Whether an answer is a refusal by the contract: `{ ok: false, … }`, or a hold that was not released. */
export function isRefusal(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  return ("ok" in data && data.ok === false) || ("released" in data && data.released === false);
}

function dataIn(text: string): unknown {
  const body = parsed(text);
  if (typeof body !== "object" || body === null || !("result" in body)) return null;
  const { result } = body;
  if (typeof result !== "object" || result === null || !("data" in result)) return null;
  const { data } = result;
  return typeof data === "object" && data !== null && "json" in data ? data.json : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
