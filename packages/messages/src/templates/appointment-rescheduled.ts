import type { AppointmentRescheduled } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { cancellationNote } from "../cancellation-note.ts";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { visitCard } from "../visit-card.ts";

/** Sent when an appointment moved, whoever moved it. */
export function appointmentRescheduled(message: AppointmentRescheduled): Letter {
  const { studio, visit } = message;
  const card = visitCard(visit, studio.locale, { previousStart: message.previousStart });
  return {
    subject: `Your appointment at ${plainLine(studio.name)} has a new time`,
    preview: `Now ${card.when.day}, ${card.when.hours}`,
    title: "Your appointment has a new time",
    opening: [
      greeting(message.clientFirstName),
      "The earlier time no longer holds. This is the one to keep.",
    ],
    card,
    actions: [{ label: "View or change", url: message.manageUrl, weight: "primary" }],
    notes: [cancellationNote(message.cancellation, visit, studio)],
  };
}
