import type { Runtime } from "@quietroom/services";
import { takeDeliveryReport } from "@quietroom/services/messages";
import type { ReportedDelivery } from "@quietroom/services/ports";
import { readSigned, type SignedTelling } from "./read-signed.ts";

/** Where a provider tells what became of messages (NOTIF-07). Telling it twice changes nothing. */
export async function serveDeliveries({
  runtime,
  ...served
}: SignedTelling<ReportedDelivery | null> & {
  readonly runtime: () => Promise<Runtime>;
}): Promise<Response> {
  return await readSigned(served, "delivery_report_failed", async (told, headers) => {
    const taken = told !== null && (await takeDeliveryReport(await runtime(), told));
    return Response.json({ taken }, { headers });
  });
}
