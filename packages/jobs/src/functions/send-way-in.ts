import { type Runtime, systemContext } from "@quietroom/services";
import { sendWayIn as sendMail } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** A client asked for the way in to the portal: it is mailed. The event names the asking alone; link and code are in no payload. */
export function sendWayIn(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-way-in", triggers: [{ event: "client/way-in-asked" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, wayInId } = eventData("client/way-in-asked", event.data);
      const context = systemContext(runtime, tenantId, "send-way-in");
      return await deliver(step, "send", () => sendMail(context, { wayInId }));
    },
  );
}
