import type { Result } from "@quietroom/domain/result";
import { isUnavailable, type Runtime } from "@quietroom/services";
import { takeDeliveryReport } from "@quietroom/services/messages";
import type { Logger, ReportedDelivery } from "@quietroom/services/ports";
import type { Admission } from "@quietroom/web/limit-requests";
import { randomUUID } from "node:crypto";
import { readBody } from "./read-calls.ts";

/**
 * Where a provider tells what became of messages (NOTIF-07). Nothing is believed that its secret did not sign; without a secret there is no such
 * address. What cannot be written now is answered so that the provider tells it again, and telling it twice changes nothing.
 */
export async function serveDeliveries(served: {
  readonly request: Request;
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Reads what a provider signed; null where no secret is set. */
  readonly read:
    | ((sent: {
        readonly body: string;
        readonly headers: Headers;
      }) => Result<ReportedDelivery | null, "unsigned">)
    | null;
  /** Counts what nobody signed, by its address. */
  readonly admit: () => Promise<Admission>;
  readonly runtime: () => Promise<Runtime>;
  readonly log: Logger;
}): Promise<Response> {
  const { request, read, log } = served;
  const headers = { ...served.headers, "cache-control": "no-store" };
  if (read === null) return Response.json({ error: "not_found" }, { status: 404, headers });
  const body = await readBody(request);
  if (typeof body !== "string") return Response.json({ error: "invalid" }, { status: body.status, headers });
  const told = read({ body, headers: request.headers });
  if (!told.ok) {
    const admission = await served.admit();
    const status = admission.ok ? 401 : admission.status;
    return Response.json({ error: told.refusal }, { status, headers: { ...headers, ...admission.headers } });
  }
  try {
    const taken = told.value !== null && (await takeDeliveryReport(await served.runtime(), told.value));
    return Response.json({ taken }, { headers });
  } catch (error) {
    log.error(isUnavailable(error) ? "unavailable" : "delivery_report_failed", { requestId: randomUUID() });
    return Response.json({ error: "try_again" }, { status: isUnavailable(error) ? 503 : 500, headers });
  }
}
