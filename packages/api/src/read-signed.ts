import type { Result } from "@quietroom/domain/result";
import { isUnavailable } from "@quietroom/services";
import type { Logger } from "@quietroom/services/ports";
import type { Admission } from "@quietroom/web/limit-requests";
import { randomUUID } from "node:crypto";
import { readBody } from "./read-calls.ts";

/** What a provider tells us at an address of ours. */
export type SignedTelling<Told> = {
  readonly request: Request;
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Reads what the provider signed; null where no secret is set. */
  readonly read:
    | ((sent: { readonly body: string; readonly headers: Headers }) => Result<Told, "unsigned">)
    | null;
  /** Counts what nobody signed, by its address. */
  readonly admit: () => Promise<Admission>;
  readonly log: Logger;
};

/**
 * Takes what a provider signed and answers with what `take` makes of it. Nothing is believed that the secret did not sign; without a secret there
 * is no such address. What cannot be written now is answered so that the provider tells it again; `failed` is the code in the log of what is our own fault.
 */
export async function readSigned<Told>(
  { request, headers: sent, read, admit, log }: SignedTelling<Told>,
  failed: string,
  take: (told: Told, headers: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<Response> {
  const headers = { ...sent, "cache-control": "no-store" };
  if (read === null) return Response.json({ error: "not_found" }, { status: 404, headers });
  const body = await readBody(request);
  if (typeof body !== "string") return Response.json({ error: "invalid" }, { status: body.status, headers });
  const told = read({ body, headers: request.headers });
  if (!told.ok) {
    const admission = await admit();
    const status = admission.ok ? 401 : admission.status;
    return Response.json({ error: told.refusal }, { status, headers: { ...headers, ...admission.headers } });
  }
  try {
    return await take(told.value, headers);
  } catch (error) {
    log.error(isUnavailable(error) ? "unavailable" : failed, { requestId: randomUUID() });
    return Response.json({ error: "try_again" }, { status: isUnavailable(error) ? 503 : 500, headers });
  }
}
