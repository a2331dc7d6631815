import type { AppointmentConfirmation } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { cancellationNote } from "../cancellation-note.ts";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { overlapNotes } from "../overlap-notes.ts";
import { visitCard } from "../visit-card.ts";

/** Sent at once when an appointment is booked (BOOK-08). */
export function appointmentConfirmation(message: AppointmentConfirmation): Letter {
  const { studio, visit } = message;
  const card = visitCard(visit, studio.locale);
  return {
    subject: `Your appointment at ${plainLine(studio.name)} is confirmed`,
    preview: `${card.when.day}, ${card.when.hours}`,
    title: "Your appointment is confirmed",
    opening: [greeting(message.clientFirstName), "Your time is set aside for you. Here is what to keep."],
    card,
    actions: [{ label: "View or change", url: message.manageUrl, weight: "primary" }],
    notes: [
      ...overlapNotes(message.overlap, visit, studio),
      cancellationNote(message.cancellation, visit, studio),
    ],
  };
}
