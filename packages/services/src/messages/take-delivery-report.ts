import { isTenant } from "../directory.ts";
import type { ReportedDelivery } from "../ports.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { recordDelivery } from "./record-delivery.ts";

/**
 * Takes what a provider told of a message of this installation. False for any other: installations may share an account, and each hears what
 * became of the messages of all.
 */
export async function takeDeliveryReport(
  runtime: Runtime,
  { tenantId, ...reported }: ReportedDelivery,
): Promise<boolean> {
  if (!(await isTenant(runtime, tenantId))) return false;
  return (await recordDelivery(systemContext(runtime, tenantId, "delivery-report"), reported)).known;
}
