import type { AppointmentCancelled } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { visitCard } from "../visit-card.ts";

/** Sent when an appointment will not take place, in the words of whoever decided it. */
export function appointmentCancelled(message: AppointmentCancelled): Letter {
  const { studio, visit } = message;
  const studioName = plainLine(studio.name);
  const byClient = message.cancelledBy === "client";
  return {
    subject: `Your appointment at ${studioName} is cancelled`,
    preview: "The details are inside.",
    title: "Your appointment is cancelled",
    opening: [
      greeting(message.clientFirstName),
      byClient
        ? "As you asked, this appointment is cancelled. There is nothing more to do."
        : `${studioName} had to cancel this appointment. We are sorry for the change of plan.`,
    ],
    card: visitCard(visit, studio.locale, { standing: "cancelled" }),
    actions: [{ label: "Find another time", url: message.bookUrl, weight: "primary" }],
    notes: [],
  };
}
