import { type Runtime, systemContext } from "@quietroom/services";
import { sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** Staff asked for a message once more (NOTIF-15): it leaves, if it is still true. */
export function sendMessageAgain(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "send-message-again",
      triggers: [{ event: "notification/asked-again" }],
      retries: deliveryRetries,
    },
    async ({ event, step }) => {
      const { tenantId, notificationId } = eventData("notification/asked-again", event.data);
      const context = systemContext(runtime, tenantId, "send-message-again");
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}
