export {
  type AppointmentStatus,
  appointmentStatuses,
  decideStatusChange,
  correctableStatuses,
  decideStatusCorrection,
  nextStatuses,
  type StatusChangeFacts,
  type StatusRefusal,
} from "./appointment-status.ts";
export {
  blockedTimes,
  type DateOverride,
  type Hours,
  isWithinOpening,
  joined,
  openIntervals,
  type OverrideKind,
  overrideKinds,
} from "./availability.ts";
export { type BesideRules, decideBesideOwnVisits, ownOverlapRules } from "./beside-own-visits.ts";
export { type BookedStart, resolvedAnew } from "./booked-start.ts";
export { decideRequestAnswer, requestDeadline } from "./booking-request.ts";
export { type BreakRule, type Breaks, reachOfBreak } from "./breaks.ts";
export { businessHorizonDays } from "./business-days.ts";
export {
  type BookingFacts,
  type BookingPlan,
  type BookingRefusal,
  cancelDeadline,
  decideBooking,
} from "./booking.ts";
export {
  type CancellationFacts,
  type CancellationRefusal,
  decideCancellation,
  firstCancellationReasons,
} from "./cancellation.ts";
export {
  externalBusy,
  type ExternalBusy,
  type ExternalEntry,
  type ExternalRules,
} from "./external-busy.ts";
export { firstServices, type ServiceColor, serviceColors } from "./service-kinds.ts";
export {
  type Caps,
  countedDates,
  fullAt,
  fullByMinutes,
  type FullTime,
  fullTimes,
  hasCap,
  hasMinutesCap,
  minutesOn,
  minutesOverMidnight,
  type MinutesOverMidnight,
} from "./caps.ts";
export {
  awaitsAnswer,
  type CancellationRequest,
  cancellationRequest,
  type CancellationRequestRefusal,
  decideCancellationRequest,
} from "./cancellation-request.ts";
export { isOtherPolicy } from "./cancellation-policy.ts";
export { type Closure, closedDuring, closedTimes, closureRefusal } from "./closure.ts";
export {
  blockPurposes,
  type BlockPurpose,
  dateOverrideRefusal,
  meetsHoursElsewhere,
  overridesAt,
  type PlacedOverride,
  type PlaceZones,
  weekMeetingExtraHours,
} from "./date-exception.ts";
export { daysOf } from "./days-of.ts";
export { seatPrice, wasMissed } from "./make-up.ts";
export { approvalOfSeat } from "./screening.ts";
export { type ClientHistory, decideFirstVisit, type ServiceClients } from "./first-visit.ts";
export { freeIntervals } from "./free-time.ts";
export {
  decideSeats,
  type SeatFacts,
  decideMinimum,
  type Minimum,
  minimumDueAt,
  minimumRefusal,
  peopleWith,
  type SeatRefusal,
  seatsLeft,
  sessionChangeRefusal,
} from "./group-session.ts";
export {
  canBeOverridden,
  decideDeskBooking,
  type DeskBooking,
  type DeskRule,
  deskRules,
  type OverridableRule,
  overridableRules,
} from "./desk-booking.ts";
export {
  decideHold,
  decidePlacement,
  freeCandidates,
  type HoldFacts,
  type HoldPlan,
  holdMs,
  isExpired,
  type Placement,
  type Workload,
} from "./hold.ts";
export { decideForm, freeContactForms, freeForms, freeFormsMs } from "./bot-check.ts";
export {
  decideLimitedHold,
  mostHoldsFromOnePlace,
  mostSeatsHeld,
  type StandingHolds,
  type StandingSeats,
  tooManySeatsHeld,
} from "./hold-limits.ts";
export { type HoursInZone, type HoursRefusal, placedHoursRefusal } from "./hours-rules.ts";
export { isLinkOver } from "./manage-link.ts";
export {
  decideJoinedNotice,
  decideOfferClosedNotice,
  decideOfferNotice,
  decideVisitNotice,
  type VisitNotice,
  visitNotices,
} from "./notice.ts";
export { blockedRange, blockingStatuses, blocksTime, countedStatuses, visitOf } from "./occupancy.ts";
export { decideAfterNoShows, type NoShowRule } from "./no-shows.ts";
export { type OwnVisit, ownOverlaps } from "./own-overlaps.ts";
export { type OpeningHours, openingRefusal, type OpeningRefusal } from "./opening-hours.ts";
export { placeRefusal } from "./place.ts";
export { rezoned, type RezonedVisit } from "./place-zone.ts";
export { reminderAt } from "./reminder-rule.ts";
export {
  decideReminder,
  type PlannedReminder,
  planReminders,
  type ReminderFacts,
  type ReminderRefusal,
  type SkippedReminder,
} from "./reminder.ts";
export {
  approvalOfTimes,
  decideReschedule,
  hasMovesLeft,
  type MovePlan,
  moveRefusal,
  type OwnMoves,
  type RescheduleFacts,
  type RescheduleRefusal,
  rulesAgainstMove,
} from "./reschedule.ts";
export { firstFree, missedPreference, outOfServiceRefusal, usableFrom } from "./resources.ts";
export { chosenLength, lengthsOf, repeatsLength, type ServiceLength } from "./service-lengths.ts";
export {
  type BufferSum,
  bufferSums,
  givenBy,
  type Notice,
  type ServiceRules,
  type VisitMode,
  withoutNotice,
} from "./service-rules.ts";
export {
  type Booker,
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
  noticeEnd,
  type PractitionerFacts,
  type ResourceFacts,
  type Slot,
  type SlotQuestion,
} from "./slots.ts";
export {
  decideTimeOffAnswer,
  decideTimeOffWithdrawal,
  type TimeOff,
  timeOffRefusal,
  type TimeOffStatus,
  timeOffStatuses,
} from "./time-off.ts";
export { afterLastDay, decideStanding, hasLeft, type Standing } from "./standing.ts";
export {
  daysOffZone,
  hoursByMode,
  type PlannedTravel,
  type TravelPeriod,
  travelPeriodRefusal,
} from "./travel-period.ts";
export { type TimeObstacle, traceTime } from "./trace-time.ts";
export { awaitedLicence, isLicensed, type Licensed, licensedThrough, licenceStanding } from "./licence.ts";
export { isSupervised, type Supervision } from "./supervision.ts";
export {
  type Journey,
  longestTravel,
  type TravelFrom,
  travelMinutes,
  travelRefusal,
  type VisitPlace,
} from "./travel.ts";
export {
  quietUntil,
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
  type OfferQuietRule,
  offerQuietRules,
  type Opening,
  type WaitlistEntry,
  type WaitlistPriority,
  type WaitlistStatus,
  waitlistPriorities,
} from "./waitlist-entry.ts";
export { decideSendingAgain, offersSendingAgain, type SendAgainFacts, sentAgainMs } from "./send-again.ts";
export { decideUndo, type UndoFacts } from "./undo-cancellation.ts";
export { canJoinWaitlist, type WaitlistWish, type WaitlistWishRefusal } from "./waitlist-join.ts";
export {
  answerDeadline,
  type AnswerPlan,
  type AnswerRefusal,
  clockRested,
  deadlineByHand,
  decideAcceptance,
  decideDecline,
  entryAfterOffer,
  mostRounds,
  type OfferFacts,
  type OfferStatus,
  offerDeadline,
} from "./waitlist-offer.ts";
export { conversionTarget, waitlistFigures } from "./waitlist-figures.ts";
export { type Considered, judgeRound, type Round, type RoundFacts } from "./waitlist-round.ts";
export { canSwap, swapDeadline, type SwapVisit } from "./waitlist-swap.ts";
export { type FitScore, offerThreshold, type WaitingPriority, waitingPriority } from "./waitlist-score.ts";
export { type NoTimesReason, whyNoTimes } from "./why-no-times.ts";
export { nextDates, type WeeklyHours } from "./weekly-hours.ts";
export { decideWhoMayBook, ownNameFromAge } from "./who-may-book.ts";
export { textWaitsUntil } from "./text-hours.ts";
