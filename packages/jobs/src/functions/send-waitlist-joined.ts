import { type Runtime, systemContext } from "@quietroom/services";
import { planMessage, sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** Somebody joined the waitlist: they are told that they stand in line. */
export function sendWaitlistJoined(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-waitlist-joined", triggers: [{ event: "waitlist/joined" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, entryId } = eventData("waitlist/joined", event.data);
      const context = systemContext(runtime, tenantId, "send-waitlist-joined");
      const { notificationId } = await step.run("plan", () =>
        planMessage(context, { kind: "waitlist_joined", entryId }),
      );
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}
