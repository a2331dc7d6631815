import { type Runtime, systemContext } from "@quietroom/services";
import { sendStaffMail as sendMail } from "@quietroom/services/staff";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** Something happened to the account of a member of staff: they are told. */
export function sendStaffMail(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-staff-mail", triggers: [{ event: "staff/mail-planned" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, mailId } = eventData("staff/mail-planned", event.data);
      const context = systemContext(runtime, tenantId, "send-staff-mail");
      return await deliver(step, "send", () => sendMail(context, { mailId }));
    },
  );
}
