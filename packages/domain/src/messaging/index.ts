export { clockChangeWords } from "./clock-change-words.ts";
export {
  criticalMessages,
  decideNextAttempt,
  type DeliveryFailure,
  isStale,
  newsUsefulUntil,
} from "./delivery.ts";
export { type DeliveryReport, stopsAddress } from "./delivery-report.ts";
export type {
  AppointmentCancelled,
  AppointmentConfirmation,
  AppointmentReminder,
  AppointmentRescheduled,
  MessageCancellation,
  MessageContent,
  MessageOverlap,
  MessagePlace,
  MessageStudio,
  MessageTemplate,
  MessageTime,
  MessageVisit,
  PortalAccountNotice,
  PortalNotice,
  PortalWayIn,
  BookingCode,
  RequestNews,
  SeriesNews,
  SeriesNewsVisit,
  StaffAccountNotice,
  StaffNotice,
  WaitlistJoined,
  WaitlistOffer,
  WaitlistOfferClosed,
} from "./message-content.ts";
export { portalNotices, staffNotices } from "./message-content.ts";
export { plainLine, plainParagraphs } from "./plain-line.ts";
export { type ContentFor, contentFor, type MessageChannel, messageChannels } from "./sensitivity.ts";
export { isTexted, type TextedTemplate } from "./text-message.ts";
export { readTextReply, type TextReply } from "./text-reply.ts";
export { textNumber } from "./text-number.ts";
export { isToldByLink } from "./told-by-link.ts";
export { zonesShown } from "./zones-shown.ts";
