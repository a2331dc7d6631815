import type { AppointmentRescheduled } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { cancellationNote } from "../cancellation-note.ts";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { overlapNotes } from "../overlap-notes.ts";
import { visitCard } from "../visit-card.ts";

/** Sent when an appointment moved, whoever moved it: to another time, or to somebody else at the same time. */
export function appointmentRescheduled(message: AppointmentRescheduled): Letter {
  const { studio, visit } = message;
  const card = visitCard(visit, studio.locale, { previousStart: message.previousStart });
  const [change, sentence] =
    message.previousStart === visit.start
      ? ["has changed", "The time is the same; please look at the details. This is what holds now."]
      : ["has a new time", "The earlier time no longer holds. This is the one to keep."];
  return {
    subject: `Your appointment at ${plainLine(studio.name)} ${change}`,
    preview: `${card.when.day}, ${card.when.hours}`,
    title: `Your appointment ${change}`,
    opening: [greeting(message.clientFirstName), sentence],
    card,
    actions: [{ label: "View or change", url: message.manageUrl, weight: "primary" }],
    notes: [
      ...overlapNotes(message.overlap, visit, studio),
      cancellationNote(message.cancellation, visit, studio),
    ],
  };
}
