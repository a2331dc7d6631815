export { type AppointmentEvent, appointmentIcs } from "./appointment-ics.ts";
export { createEmailNotifier } from "./email-notifier.ts";
export { createTextNotifier } from "./text-notifier.ts";
