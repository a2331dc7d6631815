export { createAnchorFile } from "./anchor-file.ts";
export { type AppointmentEvent, appointmentIcs } from "./appointment-ics.ts";
export { createArchiveFolder } from "./archive-folder.ts";
export { createEmailNotifier } from "./email-notifier.ts";
