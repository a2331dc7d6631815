import { me } from "@quietroom/contracts/staff";
import { viewMe } from "@quietroom/services/staff";
import { callVerb } from "./call-verb.ts";
import { accountRouter, sessionRouter } from "./routers/account.ts";
import { consentsRouter, legalRouter, ownAgreementsRouter, publicLegalRouter } from "./routers/agreements.ts";
import { appointmentRouter } from "./routers/appointment.ts";
import { availabilityRouter } from "./routers/availability.ts";
import { backgroundWorkRouter } from "./routers/background-work.ts";
import { bellRouter } from "./routers/bell.ts";
import { bookingRulesRouter } from "./routers/booking-rules.ts";
import { cancellationReasonsRouter } from "./routers/cancellation-reasons.ts";
import { bookingRouter, holdRouter, slotsRouter } from "./routers/booking.ts";
import { calendarRouter } from "./routers/calendar.ts";
import { clientsRouter } from "./routers/clients.ts";
import { closureRouter } from "./routers/closure.ts";
import { credentialsRouter } from "./routers/credentials.ts";
import { publicGroupsRouter, staffGroupsRouter } from "./routers/groups.ts";
import { identityRouter } from "./routers/identity.ts";
import { invitationRouter } from "./routers/invitation.ts";
import { licenceRouter } from "./routers/licence.ts";
import { messagesRouter } from "./routers/messages.ts";
import { practitionerRouter } from "./routers/practitioner.ts";
import { ownZoneRouter } from "./routers/own-zone.ts";
import { placeRouter } from "./routers/place.ts";
import { portalAccountsRouter } from "./routers/portal-accounts.ts";
import { portalRouter } from "./routers/portal.ts";
import { clientPreferencesRouter, ownPreferencesRouter, unsubscribeRouter } from "./routers/preferences.ts";
import { passkeyRouter, trustRouter } from "./routers/passkey.ts";
import { ownRecordRouter, recordsRouter } from "./routers/records.ts";
import { relationsRouter } from "./routers/relations.ts";
import { requestsRouter } from "./routers/requests.ts";
import { resourceRouter } from "./routers/resource.ts";
import { securityRouter } from "./routers/security.ts";
import { deskRouter } from "./routers/desk.ts";
import { seriesRouter } from "./routers/series.ts";
import { serviceRouter } from "./routers/service.ts";
import { studioRouter } from "./routers/studio.ts";
import { teamRouter } from "./routers/team.ts";
import { timeOffRouter } from "./routers/time-off.ts";
import { trailRouter } from "./routers/trail.ts";
import { visitRouter } from "./routers/visit.ts";
import { offerRouter, publicWaitlistRouter, staffWaitlistRouter } from "./routers/waitlist.ts";
import { createCallerFactory, mergeRouters, ping, router, staffProcedure } from "./trpc.ts";

/** What anyone may ask on the booking site; a signed link stands for one record. */
export const publicRouter = router({
  ping,
  studio: studioRouter,
  slots: slotsRouter,
  hold: holdRouter,
  booking: bookingRouter,
  visit: visitRouter,
  waitlist: publicWaitlistRouter,
  offer: offerRouter,
  legal: publicLegalRouter,
  unsubscribe: unsubscribeRouter,
  groups: publicGroupsRouter,
});

/** What a client may ask there, signed in to their studio's portal. */
export const clientRouter = router({
  record: ownRecordRouter,
  portal: portalRouter,
  agreements: ownAgreementsRouter,
  preferences: ownPreferencesRouter,
});

/** What the booking site serves: to anyone, and to clients. */
export const bookingSiteRouter = mergeRouters(publicRouter, clientRouter);

/** What the dashboard may ask, as the person who is signed in. */
export const staffRouter = router({
  me: staffProcedure.input(me.input).output(me.output).query(callVerb(viewMe)),
  account: accountRouter,
  session: sessionRouter,
  passkey: passkeyRouter,
  trust: trustRouter,
  identity: identityRouter,
  team: teamRouter,
  security: securityRouter,
  calendar: calendarRouter,
  groups: staffGroupsRouter,
  clients: clientsRouter,
  appointment: appointmentRouter,
  desk: deskRouter,
  series: seriesRouter,
  requests: requestsRouter,
  bookingRules: bookingRulesRouter,
  cancellationReasons: cancellationReasonsRouter,
  availability: availabilityRouter,
  closure: closureRouter,
  timeOff: timeOffRouter,
  ownZone: ownZoneRouter,
  place: placeRouter,
  practitioner: practitionerRouter,
  licence: licenceRouter,
  resource: resourceRouter,
  service: serviceRouter,
  waitlist: staffWaitlistRouter,
  messages: messagesRouter,
  bell: bellRouter,
  portalAccounts: portalAccountsRouter,
  relations: relationsRouter,
  records: recordsRouter,
  legal: legalRouter,
  consents: consentsRouter,
  clientPreferences: clientPreferencesRouter,
  trail: trailRouter,
  backgroundWork: backgroundWorkRouter,
});

/** What the dashboard may be asked before anybody is signed in. */
export const arrivalRouter = router({ credentials: credentialsRouter, invitation: invitationRouter });

/** What the dashboard serves: to those at its door, and to staff. */
export const dashboardRouter = mergeRouters(staffRouter, arrivalRouter);

export const createPublicCaller = createCallerFactory(publicRouter);
export const createClientCaller = createCallerFactory(clientRouter);
export const createStaffCaller = createCallerFactory(staffRouter);
