export {
  type AppointmentStatus,
  appointmentStatuses,
  decideStatusChange,
  decideStatusCorrection,
  nextStatuses,
  type StatusChangeFacts,
  type StatusRefusal,
} from "./appointment-status.ts";
export { type DateOverride, type Hours, openIntervals, type WeeklyHours } from "./availability.ts";
export {
  type BookingFacts,
  type BookingPlan,
  type BookingRefusal,
  cancelDeadline,
  decideBooking,
} from "./booking.ts";
export { type CancellationFacts, type CancellationRefusal, decideCancellation } from "./cancellation.ts";
export { type Closure, closedDuring, closureRefusal } from "./closure.ts";
export { freeIntervals } from "./free-time.ts";
export {
  decideHold,
  decidePlacement,
  type HoldFacts,
  type HoldPlan,
  holdMs,
  isExpired,
  type Placement,
  type Workload,
} from "./hold.ts";
export { type HoursRefusal, overrideRefusal, weeklyHoursRefusal } from "./hours-rules.ts";
export { isLinkOver } from "./manage-link.ts";
export {
  decideJoinedNotice,
  decideOfferClosedNotice,
  decideOfferNotice,
  decideVisitNotice,
  deliveryRetryMin,
} from "./notice.ts";
export { blockedRange, blockingStatuses, blocksTime, visitOf } from "./occupancy.ts";
export { type OwnVisit, ownOverlaps } from "./own-overlaps.ts";
export {
  decideReminder,
  defaultReminderOffsetsMin,
  type PlannedReminder,
  planReminders,
  type ReminderFacts,
  type ReminderRefusal,
  type SkippedReminder,
} from "./reminder.ts";
export {
  decideReschedule,
  type MovePlan,
  moveRefusal,
  type RescheduleFacts,
  type RescheduleRefusal,
} from "./reschedule.ts";
export type { ServiceRules, VisitMode } from "./service-rules.ts";
export {
  type Booker,
  freeRoom,
  type SlotFacts,
  type SlotRefusal,
  slotObstacles,
  slotRefusal,
  slotRefusals,
} from "./slot-refusal.ts";
export {
  type BookingRules,
  type Busy,
  findSlots,
  type PractitionerFacts,
  type RoomFacts,
  type Slot,
  type SlotQuestion,
} from "./slots.ts";
export { type TimeObstacle, traceTime } from "./trace-time.ts";
export {
  type RankedEntry,
  type Ranking,
  rankOffers,
  type SkippedEntry,
  type SkipReason,
  skipReasons,
  waitlistPosition,
} from "./waitlist.ts";
export {
  type BindingReason,
  bindingReason,
  bindingReasons,
  decideOfferByHand,
  decideSkipByHand,
  type OfferByHandRefusal,
  type SkipByHandRefusal,
} from "./waitlist-by-hand.ts";
export {
  type Daypart,
  daypartAt,
  daypartHours,
  dayparts,
  entryEndsAt,
  isInLine,
  type Opening,
  type WaitlistEntry,
  type WaitlistPriority,
  type WaitlistStatus,
  waitlistPriorities,
} from "./waitlist-entry.ts";
export { canJoinWaitlist, type WaitlistWish, type WaitlistWishRefusal } from "./waitlist-join.ts";
export {
  type AnswerPlan,
  type AnswerRefusal,
  decideAcceptance,
  decideDecline,
  entryAfterOffer,
  mostRounds,
  type OfferFacts,
  type OfferStatus,
  offerDeadline,
} from "./waitlist-offer.ts";
export { type FitScore, offerThreshold, type WaitingPriority } from "./waitlist-score.ts";
export { type NoTimesReason, whyNoTimes } from "./why-no-times.ts";
export { decideWhoMayBook, ownNameFromAge } from "./who-may-book.ts";
