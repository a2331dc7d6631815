import { type Runtime, systemContext } from "@quietroom/services";
import { planMessage, sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** A visit was moved or cancelled: its client hears of it at once, whoever did it. */
export function sendChangeNotice(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "send-change-notice",
      triggers: [{ event: "appointment/rescheduled" }, { event: "appointment/cancelled" }],
      retries: deliveryRetries,
    },
    async ({ event, step }) => {
      const kind = event.name === "appointment/cancelled" ? "cancelled" : "rescheduled";
      const { tenantId, appointmentId, version, told } = eventData(`appointment/${kind}`, event.data);
      if (told === "with_others") return { kind: "told_together" as const };
      const context = systemContext(runtime, tenantId, "send-change-notice");
      const { notificationId } = await step.run("plan", () =>
        planMessage(context, { kind, appointmentId, version }),
      );
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}
