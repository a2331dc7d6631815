import type { appointmentPanel as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { AppointmentModel, ClientModel, Tx } from "@quietroom/db";
import { type Actor, type Permission, reaches, reachesAny } from "@quietroom/domain/access";
import { clientMessageOf } from "@quietroom/domain/preferences";
import {
  awaitsAnswer,
  cancellationRequest,
  correctableStatuses,
  decideCancellation,
  decideRequestAnswer,
  decideUndo,
  moveRefusal,
  nextStatuses,
  offersSendingAgain,
} from "@quietroom/domain/scheduling";
import { type Instant, instant } from "@quietroom/domain/time";
import { arrivalOf } from "../arrival-of.ts";
import { fieldsToCorrect, withoutMail } from "../clients/index.ts";
import { agreedRestrictions } from "../agreed-restrictions.ts";
import { reasonsGiven } from "../client-reason.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { loadOwnOverlaps } from "../own-overlaps.ts";
import { screeningsOf } from "../screening.ts";
import { appointmentHistory } from "./appointment-history.ts";
import { calendarRow } from "./calendar-rows.ts";
import { reasonOf, reasonsToCancel } from "./chosen-reason.ts";
import { makeUpsOf } from "./make-ups.ts";
import { missedVisits } from "./missed-visits.ts";
import { overridesOfVisit } from "./overrides-of-visit.ts";
import { messagesToSendAgain } from "./sending-again.ts";
import { seriesOfVisit } from "./series-of-visit.ts";
import { staffNoteOf } from "./staff-note.ts";
import { requestEndings } from "./view-appointment.ts";

type Panel = OutputOf<typeof contract>;

/**
 * One appointment with its client, messages and history, and what this person may do with it now. Its messages are for whom the
 * ledger is; its history, the words of a cancellation and what staff noted for those who manage it, so billing sees neither (AUTH-52). Throws `not_found` for one that
 * is not there, is another studio's or is out of the actor's reach (TEN-07), and for a hold that has run out.
 */
export const appointmentPanel = defineVerb<InputOf<typeof contract>, Panel>({
  name: "scheduling.appointment_panel",
  permission: "calendar:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, actor, audit }) {
    const { appointmentId } = input;
    const row = await calendarRow(tx, { tenantId, now, appointmentId });
    audit({
      action: "read",
      resource: "appointment",
      resourceId: appointmentId,
      clientId: row?.clientId ?? null,
    });
    if (row === null || !reachesAny(actor, "calendar:view", peopleOf(row))) throw new AppError("not_found");
    const { clientId, ...block } = row;
    const keeps = (permission: Permission) => reachesAny(actor, permission, peopleOf(row));
    const terms = found(
      await tx.appointment.findUnique({ where: { tenantId_id: { tenantId, id: appointmentId } } }),
    );
    const place = found(
      await tx.location.findUnique({ where: { tenantId_id: { tenantId, id: row.locationId } } }),
    );
    const preferredRoom =
      terms.preferredRoomId &&
      (await tx.resource.findUnique({ where: { tenantId_id: { tenantId, id: terms.preferredRoomId } } }));
    const client =
      clientId && (await tx.client.findUnique({ where: { tenantId_id: { tenantId, id: clientId } } }));
    const may = whatMayBeDone(terms, actor, now);
    const makeUps = (await makeUpsOf(tx, { tenantId, actor }, [terms]))(terms);
    const correctable = await fieldsToCorrect({ tx, tenantId, actor }, clientId === null ? [] : [clientId]);
    const { messages, remindersWanted } = keeps("message_log:view")
      ? await messagesOf(tx, terms, { now, mayRepeat: keeps("appointment:manage") })
      : { messages: [], remindersWanted: true };
    return {
      ...block,
      locationName: place.name,
      preferredRoomName: preferredRoom ? preferredRoom.name : null,
      timeZone: terms.timeZone,
      client: client
        ? {
            ...shown(client, keeps("client:view") ? "whole" : "limited"),
            takesMail: !(await withoutMail(tx, tenantId, [client.id])).has(client.id),
            canCorrect: correctable(client.id) !== null,
            missed: keeps("appointment:manage")
              ? await missedVisits(tx, { tenantId, clientId: client.id })
              : null,
            restrictions: (await agreedRestrictions(tx, { tenantId, clientId: client.id })).map(
              ({ agreedAt, endedAt, wish, answer }) => ({
                agreedAt,
                endedAt,
                words: keeps("client:view") ? { wish, answer } : null,
              }),
            ),
          }
        : null,
      priceMinor: terms.priceMinor,
      currency: terms.currency,
      bookedBy: terms.bookedBy,
      bookedAt: terms.bookedAt && fromInstantColumn(terms.bookedAt),
      checkedInAt: terms.checkedInAt && fromInstantColumn(terms.checkedInAt),
      checkedOutAt: terms.checkedOutAt && fromInstantColumn(terms.checkedOutAt),
      cancelDeadline: terms.cancelDeadline && fromInstantColumn(terms.cancelDeadline),
      cancelReason: keeps("appointment:manage") ? terms.cancelReason : null,
      staffNote: keeps("appointment:manage") ? staffNoteOf(terms) : null,
      cancelledBecause: keeps("appointment:manage") ? await reasonOf(tx, terms) : null,
      reasonsToCancel: may.canCancel ? await reasonsToCancel(tx, tenantId) : [],
      lateCancel: terms.lateCancel,
      ...requestsIn(terms, keeps("appointment:manage") ? "with_words" : "without_words", now),
      makesUpFor: makeUps.makesUpFor,
      madeUpIn: makeUps.madeUpIn,
      screening: keeps("appointment:manage") ? await screeningOf(tx, terms) : null,
      overlaps: await overlapsOf(tx, terms, actor),
      overrides: await overridesOfVisit(
        tx,
        terms,
        keeps("appointment:manage") ? "with_words" : "without_words",
      ),
      corrections:
        clientId !== null && keeps("appointment:manage")
          ? (
              await reasonsGiven(tx, tenantId, {
                clientIds: [clientId],
                acts: ["status_corrected"],
                appointmentId,
              })
            ).map(({ at, by, reason }) => ({ at, by, reason }))
          : [],
      ...may,
      series: await seriesOfVisit(tx, terms, now),
      messages,
      remindersWanted,
      history: keeps("appointment:manage") ? await appointmentHistory(tx, { tenantId, appointmentId }) : [],
    };
  },
});

/** The ledger of one visit: what its client was sent and will be, and what of it this person can send again (NOTIF-15). */
async function messagesOf(
  tx: Tx,
  { tenantId, id, clientId, status, startsAt }: AppointmentModel,
  { now, mayRepeat }: { readonly now: Instant; readonly mayRepeat: boolean },
): Promise<Pick<Panel, "messages" | "remindersWanted">> {
  const visit = { id, clientId, status, start: fromInstantColumn(startsAt) };
  const { rows, reminders, goes, decide } = await messagesToSendAgain(tx, { tenantId, now, visit });
  const stopped = { tenantId, id: clientId ?? "", textsStoppedAt: { not: null } };
  const texted = clientId !== null && (await tx.client.count({ where: stopped })) === 0;
  const goesByText = (kind: string) => {
    const message = clientMessageOf(kind);
    return texted && message !== null && goes(message, "sms");
  };
  // To whom no text goes it is none that they will still receive, nor one that something became of; the ledger has it.
  const isTold = (row: (typeof rows)[number]) =>
    row.channel !== "sms" || (isToCome(row) ? goesByText(row.kind) : row.reason !== "no_text_consent");
  const askedBy = rows.flatMap(({ repeatedBy }) => repeatedBy ?? []);
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: askedBy } },
    select: { id: true, displayName: true },
  });
  const nameOf = new Map(people.map((person) => [person.id, person.displayName]));
  return {
    messages: rows.filter(isTold).map((row) => ({
      id: row.id,
      kind: row.kind,
      channel: row.channel,
      status: row.status,
      dueAt: fromInstantColumn(row.dueAt),
      sentAt: row.sentAt && fromInstantColumn(row.sentAt),
      arrival: arrivalOf(row),
      canSendAgain: mayRepeat && !isToCome(row) && offersSendingAgain(decide(row)),
      sentAgainBy: row.repeatedBy && (nameOf.get(row.repeatedBy) ?? "a colleague"),
    })),
    remindersWanted: clientId === null || reminders === "allowed",
  };
}

function isToCome({ status }: { readonly status: string }): boolean {
  return status === "planned" || status === "claimed";
}

/** Name, contact and year of birth are for everyone who sees the visit; the day of birth for those who see the whole client (AUTH-52). */
function shown(client: ClientModel, fields: "whole" | "limited") {
  const { id, givenName, familyName, birthDate, email, phone } = client;
  const birthYear = Number(birthDate.slice(0, 4));
  const name = `${givenName} ${familyName}`;
  return { id, name, email, phone, birthYear, birthDate: fields === "whole" ? birthDate : null };
}

/**
 * The client's other visits at this time (SCHED-12). Whoever sees this visit sees that and when; with whom, only where the
 * colleague's calendar is theirs to see (AUTH-53).
 */
async function overlapsOf(tx: Tx, visit: AppointmentModel, actor: Actor): Promise<Panel["overlaps"]> {
  const overlaps = await loadOwnOverlaps(tx, visit);
  const names = await tx.practitioner.findMany({
    where: {
      tenantId: visit.tenantId,
      id: {
        in: overlaps
          .map(({ practitionerId }) => practitionerId)
          .filter((id) => reaches(actor, "calendar:view", id)),
      },
    },
    select: { id: true, displayName: true },
  });
  const nameOf = new Map(names.map(({ id, displayName }) => [id, displayName]));
  return overlaps.map(({ start, end, practitionerId }) => ({
    startsAt: start,
    endsAt: end,
    practitionerName: nameOf.get(practitionerId) ?? null,
  }));
}

/** Of a seat: whether its client was screened for the groups of its service. */
async function screeningOf(tx: Tx, seat: AppointmentModel): Promise<Panel["screening"]> {
  const { tenantId, clientId, serviceId, groupSessionId } = seat;
  if (groupSessionId === null || clientId === null) return null;
  const member = { clientId, serviceId };
  return (await screeningsOf(tx, tenantId, [member]))(member);
}

/** What the client asked about the visit and was answered; whoever manages it answers, and sees the words. */
function requestsIn(
  terms: AppointmentModel,
  shownWith: "with_words" | "without_words",
  now: Instant,
): Pick<
  Panel,
  "cancelAskedAt" | "cancellationRequest" | "requestExpiresAt" | "requestEnded" | "studioWord" | "canAnswer"
> {
  const { status, requestEnded } = terms;
  const cancelAskedAt = terms.cancelAskedAt && fromInstantColumn(terms.cancelAskedAt);
  const refusedAt = terms.cancelRefusedAt && fromInstantColumn(terms.cancelRefusedAt);
  const expiresAt = terms.requestExpiresAt && fromInstantColumn(terms.requestExpiresAt);
  const request = cancellationRequest({ askedAt: cancelAskedAt, refusedAt });
  const waits = decideRequestAnswer({ status, expiresAt, now }).ok || awaitsAnswer({ status, request });
  return {
    cancelAskedAt,
    cancellationRequest: request,
    requestExpiresAt: status === "requested" ? expiresAt : null,
    requestEnded: requestEndings.find((ending) => ending === requestEnded) ?? null,
    studioWord: shownWith === "with_words" ? terms.studioWord : null,
    canAnswer: shownWith === "with_words" && waits,
  };
}

/** Asked of the same rules that the verbs ask. A hold is nobody's visit yet, so nothing can be done with it. */
function whatMayBeDone(
  terms: AppointmentModel,
  actor: Actor,
  now: Instant,
): Pick<Panel, "nextStatuses" | "correctableTo" | "canCancel" | "undoUntil" | "canReschedule" | "canRepeat"> {
  const { status, cancelDeadline } = terms;
  if (cancelDeadline === null || !reachesAny(actor, "appointment:manage", peopleOf(terms))) {
    return {
      nextStatuses: [],
      correctableTo: [],
      canCancel: false,
      undoUntil: null,
      canReschedule: false,
      canRepeat: false,
    };
  }
  const startsAt = fromInstantColumn(terms.startsAt);
  const facts = {
    actor: "staff",
    status,
    startsAt,
    cancelDeadline: instant(cancelDeadline.getTime()),
    now,
  } as const;
  const times = { from: status, startsAt, endsAt: fromInstantColumn(terms.endsAt), now };
  const undoUntil = terms.undoUntil && fromInstantColumn(terms.undoUntil);
  const undo = decideUndo({ ...times, status, cancelledFrom: terms.cancelledFrom, undoUntil });
  return {
    nextStatuses: nextStatuses(times),
    correctableTo: reachesAny(actor, "appointment:correct", peopleOf(terms))
      ? correctableStatuses(times)
      : [],
    canCancel: status !== "requested" && decideCancellation(facts).ok, // a request is declined instead
    undoUntil: undo.ok ? undoUntil : null,
    canReschedule: terms.groupSessionId === null && moveRefusal(facts) === null,
    canRepeat: terms.groupSessionId === null && moveRefusal(facts) === null,
  };
}
