import { type Runtime, systemContext } from "@quietroom/services";
import { planMessage, sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** A visit was booked: its confirmation leaves at once (BOOK-08, NOTIF-02). */
export function sendConfirmation(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-confirmation", triggers: [{ event: "appointment/booked" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, appointmentId, version, told } = eventData("appointment/booked", event.data);
      if (told === "with_others") return { kind: "told_together" as const };
      const context = systemContext(runtime, tenantId, "send-confirmation");
      const { notificationId } = await step.run("plan", () =>
        planMessage(context, { kind: "confirmation", appointmentId, version }),
      );
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}
