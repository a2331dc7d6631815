export { allOrNothing } from "./all-or-nothing.ts";
export { freeColleagues, standingAfter } from "./affected-visits.ts";
export { answerBookingRequest } from "./answer-booking-request.ts";
export { answerCancellationRequest } from "./answer-cancellation-request.ts";
export { appointmentPanel } from "./appointment-panel.ts";
export { askToCancelByLink } from "./ask-to-cancel-by-link.ts";
export { askToCancelOwnVisit } from "./ask-to-cancel-own-visit.ts";
export { bookForClient } from "./book-for-client.ts";
export { bookHold } from "./book-hold.ts";
export { bookSeries } from "./book-series.ts";
export { bookWithOverride } from "./book-with-override.ts";
export { deskTimes } from "./desk-times.ts";
export { busyElsewhere, loadBusy } from "./busy.ts";
export { calendarRange } from "./calendar-range.ts";
export { cancelAsStaff } from "./cancel-as-staff.ts";
export { cancelSeries } from "./cancel-series.ts";
export { cancelByLink } from "./cancel-by-link.ts";
export { besideRules, fitsBeside, wouldFitBeside } from "./beside-own-visits.ts";
export { isForClient } from "./client-history.ts";
export { cancelOwnVisit } from "./cancel-own-visit.ts";
export { changePlaceZone } from "./change-place-zone.ts";
export { staffDiaries } from "./staff-diaries.ts";
export { takenVisits } from "./taken-visits.ts";
export { changeStatus } from "./change-status.ts";
export { correctStatus } from "./correct-status.ts";
export { explainTime } from "./explain-time.ts";
export { extendSeries } from "./extend-series.ts";
export { expireHolds } from "./expire-holds.ts";
export { expireRequests } from "./expire-requests.ts";
export { holdFactsAt } from "./facts.ts";
export { hasPlace, lockCaps } from "./full-times.ts";
export { hoursKept, keepHours } from "./hours-kept.ts";
export { holdSeats } from "./hold-seats.ts";
export { holdSlot } from "./hold-slot.ts";
export { listAffectedVisits } from "./list-affected-visits.ts";
export { listOpenSessions } from "./list-open-sessions.ts";
export { listOwnVisits } from "./list-own-visits.ts";
export { listRequests } from "./list-requests.ts";
export { listSlots } from "./list-slots.ts";
export { countUnsettledSeries, listUnsettledSeries } from "./list-unsettled-series.ts";
export { loadMoveTimes, withVisitsOwnLength } from "./move-times.ts";
export { lockCalendars } from "./move-visit.ts";
export { missedTooOften, noShowRule } from "./no-shows.ts";
export { makeUpsOf } from "./make-ups.ts";
export { moveSeries } from "./move-series.ts";
export { planOccurrences } from "./plan-occurrences.ts";
export { previewMoveSeries } from "./preview-move-series.ts";
export { previewSeries } from "./preview-series.ts";
export { freeInstead, reassignResource } from "./reassign-resource.ts";
export { reassignVisit } from "./reassign-visit.ts";
export { releaseHold } from "./release-hold.ts";
export { replaceExternalBusy } from "./replace-external-busy.ts";
export { rescheduleAsStaff } from "./reschedule-as-staff.ts";
export { rescheduleWithOverride } from "./reschedule-with-override.ts";
export { rescheduleOwnVisit } from "./reschedule-own-visit.ts";
export { sendMessageAgain } from "./send-message-again.ts";
export { undoCancellation } from "./undo-cancellation.ts";
export { offerFreedTime } from "./offer-freed-time.ts";
export { rescheduleByLink } from "./reschedule-by-link.ts";
export { type AppointmentRow, type BookedRow, findAppointment, isBooked, lockAppointment } from "./rows.ts";
export { loadScene, type Scene } from "./scene.ts";
export { loadSupervision } from "./supervision.ts";
export { settleSeries } from "./settle-series.ts";
export { metByOverride, shiftTogether } from "./shift-together.ts";
export { shiftedBy, shiftVisit } from "./shift-visit.ts";
export {
  findGroupSession,
  type GroupSession,
  lockGroupSession,
  rulesAgainstPeople,
  seatOf,
  seatsTaken,
  sessionIsLed,
  standingSeats,
} from "./seats.ts";
export { staffNoteOf } from "./staff-note.ts";
export { staffSlots } from "./staff-slots.ts";
export { heldByVisitorsUntil } from "./standing-holds.ts";
export { type NewHold, setExpiredHoldsAside, takeTime } from "./take-time.ts";
export { viewAppointment } from "./view-appointment.ts";
export { viewOwnVisit } from "./view-own-visit.ts";
export { viewHold } from "./view-hold.ts";
export { writeOverride } from "./write-override.ts";
export { asClient } from "./own-visit.ts";
export { writeStaffNote } from "./write-staff-note.ts";
export { mailBookingCode } from "./mail-booking-code.ts";
