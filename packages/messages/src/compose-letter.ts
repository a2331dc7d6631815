import type { MessageContent } from "@quietroom/domain/messaging";
import { assertNever } from "@quietroom/domain/result";
import type { Letter } from "./letter.ts";
import { appointmentCancelled } from "./templates/appointment-cancelled.ts";
import { appointmentConfirmation } from "./templates/appointment-confirmation.ts";
import { appointmentReminder } from "./templates/appointment-reminder.ts";
import { appointmentRescheduled } from "./templates/appointment-rescheduled.ts";
import { bookingCode } from "./templates/booking-code.ts";
import { portalAccount } from "./templates/portal-account.ts";
import { portalWayIn } from "./templates/portal-way-in.ts";
import { requestNews } from "./templates/request-news.ts";
import { seriesNews } from "./templates/series-news.ts";
import { staffAccount } from "./templates/staff-account.ts";
import { waitlistJoined } from "./templates/waitlist-joined.ts";
import { waitlistOffer } from "./templates/waitlist-offer.ts";
import { waitlistOfferClosed } from "./templates/waitlist-offer-closed.ts";

/** The words of a message: a pure function of its content. The same content always gives the same letter. */
export function composeLetter(message: MessageContent): Letter {
  switch (message.template) {
    case "appointment-confirmation":
      return appointmentConfirmation(message);
    case "appointment-reminder":
      return appointmentReminder(message);
    case "appointment-rescheduled":
      return appointmentRescheduled(message);
    case "appointment-cancelled":
      return appointmentCancelled(message);
    case "series-news":
      return seriesNews(message);
    case "request-news":
      return requestNews(message);
    case "waitlist-joined":
      return waitlistJoined(message);
    case "waitlist-offer":
      return waitlistOffer(message);
    case "waitlist-offer-closed":
      return waitlistOfferClosed(message);
    case "booking-code":
      return bookingCode(message);
    case "portal-way-in":
      return portalWayIn(message);
    case "portal-account":
      return portalAccount(message);
    case "staff-account":
      return staffAccount(message);
    default:
      return assertNever(message);
  }
}
