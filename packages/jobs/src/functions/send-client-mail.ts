import { type Runtime, systemContext } from "@quietroom/services";
import { sendClientMail as sendMail } from "@quietroom/services/portal";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** Something happened to a client's account at the portal: they are told. */
export function sendClientMail(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-client-mail", triggers: [{ event: "client/mail-planned" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, mailId } = eventData("client/mail-planned", event.data);
      const context = systemContext(runtime, tenantId, "send-client-mail");
      return await deliver(step, "send", () => sendMail(context, { mailId }));
    },
  );
}
