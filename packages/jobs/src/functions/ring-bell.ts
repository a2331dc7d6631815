import { type Runtime, systemContext } from "@quietroom/services";
import { ringBell, type RingBell } from "@quietroom/services/bell";
import type { JobsClient } from "../client.ts";
import { eventData } from "./event-data.ts";

const visits = {
  "appointment/booked": "booked",
  "appointment/requested": "requested",
  "appointment/cancelled": "cancelled",
  "appointment/cancellation-asked": "cancellation_asked",
} as const;

/** Tells staff what they should hear of without looking for it (NOTIF-14). */
export function ringTheBell(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "ring-the-bell",
      triggers: [
        { event: "appointment/booked" },
        { event: "appointment/requested" },
        { event: "appointment/cancelled" },
        { event: "appointment/cancellation-asked" },
        { event: "opening/closed" },
        { event: "notification/reported" },
      ],
      retries: 3,
    },
    async ({ event, step }) => {
      const { tenantId, ...told } = toldBy(event.name, event.data);
      const context = systemContext(runtime, tenantId, "ring-the-bell");
      return await step.run("ring", () => ringBell(context, told));
    },
  );
}

/** What an event tells the bell; that the studio acted goes along. */
export function toldBy(name: string, data: unknown): RingBell & { readonly tenantId: string } {
  if (name === "opening/closed") return { what: "opening_closed", ...eventData(name, data) };
  if (name === "notification/reported") return { what: "mail_reported", ...eventData(name, data) };
  const visit = visitEvent(name);
  const about = eventData(visit, data);
  const { tenantId, appointmentId, version } = about;
  const by = "by" in about ? about.by : undefined;
  return { what: visits[visit], tenantId, appointmentId, version, by };
}

function visitEvent(name: string): keyof typeof visits {
  if (
    name === "appointment/requested" ||
    name === "appointment/cancelled" ||
    name === "appointment/cancellation-asked"
  )
    return name;
  return "appointment/booked";
}
