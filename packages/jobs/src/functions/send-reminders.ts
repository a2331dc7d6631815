import { type Runtime, systemContext } from "@quietroom/services";
import { planReminders, sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/**
 * A visit got its time: sleeps until each reminder is due and sends it (NOTIF-01). Cancelling or moving ends the run; that saves
 * work, and is not the guard: each step reads the visit again (NOTIF-03).
 */
export function sendReminders(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "send-reminders",
      triggers: [{ event: "appointment/booked" }, { event: "appointment/rescheduled" }],
      cancelOn: [
        { event: "appointment/cancelled", match: "data.appointmentId" },
        { event: "appointment/rescheduled", match: "data.appointmentId" },
      ],
      retries: deliveryRetries,
    },
    async ({ event, step }) => {
      const name =
        event.name === "appointment/rescheduled" ? "appointment/rescheduled" : "appointment/booked";
      const { tenantId, appointmentId, version } = eventData(name, event.data);
      const context = systemContext(runtime, tenantId, "send-reminders");
      const { reminders } = await step.run("plan", () => planReminders(context, { appointmentId, version }));
      for (const { kind, notificationId, dueAt } of reminders) {
        await step.sleepUntil(`until-${kind}`, new Date(dueAt));
        await deliver(step, `send-${kind}`, () => sendMessage(context, { notificationId }));
      }
      return { reminders: reminders.length };
    },
  );
}
