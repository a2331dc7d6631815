import { type Runtime, systemContext } from "@quietroom/services";
import { planMessage, sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** A request came in, or was answered with no: its client hears of it at once. A yes is a booking, and a booking is confirmed. */
export function sendRequestNews(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "send-request-news",
      triggers: [
        { event: "appointment/requested" },
        { event: "appointment/request-ended" },
        { event: "appointment/cancellation-turned-down" },
      ],
      retries: deliveryRetries,
    },
    async ({ event, step }) => {
      const { kind, tenantId, appointmentId, version } = news(event.name, event.data);
      const context = systemContext(runtime, tenantId, "send-request-news");
      const { notificationId } = await step.run("plan", () =>
        planMessage(context, { kind, appointmentId, version }),
      );
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}

function news(name: string, data: unknown) {
  if (name === "appointment/request-ended") {
    const { ending, ...about } = eventData("appointment/request-ended", data);
    return { ...about, kind: `request_${ending}` } as const;
  }
  return name === "appointment/requested"
    ? ({ ...eventData("appointment/requested", data), kind: "request_received" } as const)
    : ({
        ...eventData("appointment/cancellation-turned-down", data),
        kind: "cancellation_turned_down",
      } as const);
}
