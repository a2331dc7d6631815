import { type Runtime, systemContext } from "@quietroom/services";
import { sendMessage } from "@quietroom/services/messages";
import { lapseOffer } from "@quietroom/services/waitlist";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** A text message was planned beside a mail: it waits until it is due and leaves by itself, so that neither waits for the other (NOTIF-04). */
export function sendText(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-text", triggers: [{ event: "notification/text-planned" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, notificationId, offerId = null } = eventData("notification/text-planned", event.data);
      const context = systemContext(runtime, tenantId, "send-text");
      return await deliver(step, "send", async () => {
        const sent = await sendMessage(context, { notificationId });
        // Where its mail did not arrive either, nobody answers: the hour goes on.
        if (offerId !== null && (sent.kind === "failed" || sent.kind === "skipped"))
          await lapseOffer(context, { offerId, cause: "unreachable" });
        return sent;
      });
    },
  );
}
