import { permissions } from "@quietroom/domain/access";
import { expect, test } from "vitest";
import { type Declared, declarations } from "../test/declared.ts";
import { bookingSiteRouter, clientRouter, publicRouter, staffRouter } from "./root.ts";

const line = ({ path, type, audience, permission }: Declared) =>
  `${path} | ${type} | ${audience} | ${permission}`;

test("AUTH-55 every procedure declares its audience and a permission that the table knows", () => {
  const all = [...declarations(bookingSiteRouter), ...declarations(staffRouter)];
  const known: readonly string[] = permissions;
  expect(
    all.filter(({ audience, permission }) => audience === "NOT DECLARED" || !known.includes(permission)),
  ).toEqual([]);
});

test("AUTH-10 the two sites share no audience: nothing of the staff's is served to the public, and the other way round", () => {
  expect(declarations(bookingSiteRouter).filter(({ audience }) => audience === "staff")).toEqual([]);
  expect(declarations(staffRouter).filter(({ audience }) => audience !== "staff")).toEqual([]);
});

test("the public router is this, and a change here is a change of who may do what", () => {
  expect(declarations(publicRouter).map(line).join("\n")).toMatchInlineSnapshot(`
    "booking.askCode | mutation | hold_link | appointment:book
    booking.confirm | mutation | hold_link | appointment:book
    groups.hold | mutation | public | appointment:hold
    groups.open | query | public | slots:list
    hold.create | mutation | public | appointment:hold
    hold.release | mutation | hold_link | appointment:hold
    hold.view | query | hold_link | appointment:hold
    legal.read | query | public | studio:view
    offer.answer | mutation | offer_link | offer:answer
    offer.view | query | offer_link | offer:answer
    ping | query | public | studio:view
    slots.list | query | public | slots:list
    studio.photo | query | public | studio:view
    studio.view | query | public | studio:view
    unsubscribe.stop | mutation | unsubscribe_link | preference:unsubscribe
    unsubscribe.view | query | unsubscribe_link | preference:unsubscribe
    visit.askToCancel | mutation | appointment_link | appointment:cancel_own
    visit.cancel | mutation | appointment_link | appointment:cancel_own
    visit.reschedule | mutation | appointment_link | appointment:reschedule_own
    visit.view | query | appointment_link | appointment:view_own
    waitlist.join | mutation | public | waitlist:join"
  `);
});

test("AUTH-10 the portal's router is this, for clients alone, and a change here is a change of who may do what", () => {
  expect(declarations(clientRouter).map(line).join("\n")).toMatchInlineSnapshot(`
    "agreements.accept | mutation | client | agreement:own
    agreements.answer | mutation | client | agreement:own
    agreements.owed | query | client | agreement:own
    agreements.view | query | client | agreement:own
    portal.accessHistory | query | client | access_report:view
    portal.askToCancelVisit | mutation | client | appointment:cancel_own
    portal.cancelVisit | mutation | client | appointment:cancel_own
    portal.clock | query | client | session:own
    portal.endOtherSessions | mutation | client | session:own
    portal.endSession | mutation | client | session:own
    portal.factors | query | client | session:own
    portal.rescheduleVisit | mutation | client | appointment:reschedule_own
    portal.sessions | query | client | session:own
    portal.stay | mutation | client | session:own
    portal.visit | query | client | appointment:view_own
    portal.visits | query | client | appointment:view_own
    preferences.choose | mutation | client | preference:own
    preferences.view | query | client | preference:own
    record.ask | mutation | client | record:own
    record.requests | query | client | record:own
    record.take | query | client | record:own
    record.withdraw | mutation | client | record:own"
  `);
});

test("the staff router is this, and a change here is a change of who may do what", () => {
  expect(declarations(staffRouter).map(line).join("\n")).toMatchInlineSnapshot(`
    "account.askEmailChange | mutation | staff | session:own
    account.connectApp | mutation | staff | session:own
    account.renewRecoveryCodes | mutation | staff | session:own
    account.security | query | staff | session:own
    account.studios | query | staff | session:own
    appointment.cancel | mutation | staff | appointment:manage
    appointment.changeStatus | mutation | staff | appointment:manage
    appointment.correctStatus | mutation | staff | appointment:correct
    appointment.panel | query | staff | calendar:view
    appointment.reassign | mutation | staff | appointment:manage
    appointment.reschedule | mutation | staff | appointment:manage
    appointment.rescheduleWithOverride | mutation | staff | appointment:override
    appointment.sendMessageAgain | mutation | staff | appointment:manage
    appointment.slots | query | staff | appointment:manage
    appointment.undoCancellation | mutation | staff | appointment:manage
    appointment.writeStaffNote | mutation | staff | appointment:manage
    availability.explain | query | staff | availability:view
    availability.removeOverride | mutation | staff | availability:manage
    availability.setCaps | mutation | staff | availability:manage
    availability.setOverride | mutation | staff | availability:manage
    availability.setWeekly | mutation | staff | availability:manage
    availability.setWeekStart | mutation | staff | studio:manage
    availability.view | query | staff | availability:view
    availability.week | query | staff | availability:view
    backgroundWork.deadLetters | query | staff | dead_letter:manage
    backgroundWork.dismiss | mutation | staff | dead_letter:manage
    backgroundWork.retry | mutation | staff | dead_letter:manage
    backgroundWork.view | query | staff | dead_letter:manage
    bell.choices | query | staff | bell:view
    bell.choose | mutation | staff | bell:view
    bell.list | query | staff | bell:view
    bell.mark | mutation | staff | bell:view
    bell.unread | query | staff | bell:view
    bookingRules.save | mutation | staff | studio:manage
    bookingRules.view | query | staff | studio:manage
    calendar.changes | subscription | staff | calendar:view
    calendar.range | query | staff | calendar:view
    cancellationReasons.count | query | staff | studio:manage
    cancellationReasons.save | mutation | staff | studio:manage
    cancellationReasons.view | query | staff | studio:manage
    clientPreferences.choose | mutation | staff | consent:record
    clientPreferences.ofVisit | query | staff | consent:view
    clients.correct | mutation | staff | client:correct
    clients.resumeAddress | mutation | staff | client:correct
    clients.search | mutation | staff | client:list
    clients.stoppedAddresses | query | staff | client:correct
    clients.toCorrect | query | staff | client:correct
    closure.list | query | staff | availability:view
    closure.remove | mutation | staff | studio:manage
    closure.save | mutation | staff | studio:manage
    consents.ofVisit | query | staff | consent:view
    consents.record | mutation | staff | consent:record
    desk.book | mutation | staff | appointment:create
    desk.bookWithOverride | mutation | staff | appointment:override
    desk.times | query | staff | availability:view
    groups.cancel | mutation | staff | appointment:manage
    groups.change | mutation | staff | appointment:manage
    groups.list | query | staff | calendar:view
    groups.move | mutation | staff | appointment:manage
    groups.previewRepeat | query | staff | appointment:manage
    groups.repeat | mutation | staff | appointment:manage
    groups.roster | query | staff | calendar:view
    groups.schedule | mutation | staff | appointment:manage
    groups.seat | mutation | staff | appointment:manage
    groups.setScreening | mutation | staff | appointment:manage
    identity.allowLinking | mutation | staff | session:own
    identity.list | query | staff | session:own
    identity.unlink | mutation | staff | session:own
    legal.document | query | staff | legal_document:view
    legal.publish | mutation | staff | legal_document:manage
    licence.add | mutation | staff | studio:manage
    licence.list | query | staff | availability:view
    licence.remove | mutation | staff | studio:manage
    licence.renew | mutation | staff | studio:manage
    me | query | staff | session:own
    messages.log | query | staff | message_log:view
    ownZone.addTravel | mutation | staff | availability:manage
    ownZone.removeTravel | mutation | staff | availability:manage
    ownZone.set | mutation | staff | availability:manage
    ownZone.view | query | staff | availability:view
    passkey.add | mutation | staff | session:own
    passkey.list | query | staff | session:own
    passkey.remove | mutation | staff | session:own
    passkey.start | mutation | staff | session:own
    place.add | mutation | staff | studio:manage
    place.changeZone | mutation | staff | studio:manage
    place.list | query | staff | availability:view
    place.save | mutation | staff | studio:manage
    place.saveTravel | mutation | staff | studio:manage
    place.travel | query | staff | availability:view
    portalAccounts.list | query | staff | client_account:view
    portalAccounts.resetSecondStep | mutation | staff | client_account:reset
    portalAccounts.restore | mutation | staff | client_account:manage
    portalAccounts.rule | query | staff | studio:manage
    portalAccounts.setRule | mutation | staff | studio:manage
    portalAccounts.suspend | mutation | staff | client_account:manage
    portalAccounts.unlock | mutation | staff | client_account:manage
    practitioner.affected | query | staff | appointment:manage
    practitioner.list | query | staff | availability:view
    practitioner.photo | query | staff | availability:view
    practitioner.profile | query | staff | availability:view
    practitioner.reassignVisit | mutation | staff | appointment:manage
    practitioner.saveProfile | mutation | staff | availability:manage
    practitioner.setPhoto | mutation | staff | availability:manage
    practitioner.setStanding | mutation | staff | studio:manage
    practitioner.settleSeries | mutation | staff | appointment:manage
    practitioner.standing | query | staff | availability:view
    practitioner.unsettledCount | query | staff | appointment:manage
    practitioner.unsettledSeries | query | staff | appointment:manage
    records.decidePurge | mutation | staff | record:manage
    records.decideRequest | mutation | staff | record:manage
    records.disclosures | query | staff | record:manage
    records.endRestriction | mutation | staff | record:manage
    records.hold | mutation | staff | record:manage
    records.kept | query | staff | record:manage
    records.liftHold | mutation | staff | record:manage
    records.noteDisclosure | mutation | staff | record:manage
    records.remove | mutation | staff | record:manage
    records.requests | query | staff | record:manage
    records.restore | mutation | staff | record:manage
    records.setRetention | mutation | staff | record:manage
    records.standing | query | staff | record:manage
    relations.assignSupervisor | mutation | staff | supervision:manage
    relations.endCover | mutation | staff | cover:manage
    relations.endSupervision | mutation | staff | supervision:manage
    relations.grantCover | mutation | staff | cover:manage
    relations.list | query | staff | supervision:view
    requests.answerBooking | mutation | staff | appointment:manage
    requests.answerCancellation | mutation | staff | appointment:manage
    requests.list | query | staff | appointment:manage
    resource.add | mutation | staff | studio:manage
    resource.list | query | staff | availability:view
    resource.save | mutation | staff | studio:manage
    resource.setOutOfService | mutation | staff | studio:manage
    security.incidents | query | staff | incident:view
    security.keys | query | staff | keys:view
    security.networks | query | staff | network:manage
    security.openCount | query | staff | incident:view
    security.passwordRules | query | staff | staff:manage
    security.replaceKeys | mutation | staff | keys:rotate
    security.review | mutation | staff | incident:review
    security.setNetworks | mutation | staff | network:manage
    security.setPasswordRules | mutation | staff | staff:manage
    security.setSignInHours | mutation | staff | staff:manage
    security.signInHours | query | staff | staff:manage
    series.book | mutation | staff | appointment:manage
    series.cancel | mutation | staff | appointment:manage
    series.move | mutation | staff | appointment:manage
    series.preview | query | staff | appointment:manage
    series.previewMove | query | staff | appointment:manage
    service.list | query | staff | service:view
    service.save | mutation | staff | service:manage
    session.clock | query | staff | session:own
    session.end | mutation | staff | session:own
    session.endOthers | mutation | staff | session:own
    session.list | query | staff | session:own
    session.stay | mutation | staff | session:own
    team.changeRoles | mutation | staff | staff:manage
    team.endAccess | mutation | staff | staff:manage
    team.endPassword | mutation | staff | staff:manage
    team.invite | mutation | staff | staff:manage
    team.list | query | staff | staff:manage
    team.resendInvitation | mutation | staff | staff:manage
    team.resetSecondFactor | mutation | staff | staff:manage
    team.restoreAccess | mutation | staff | staff:manage
    team.setLocations | mutation | staff | staff:manage
    team.unlock | mutation | staff | staff:manage
    team.withdrawInvitation | mutation | staff | staff:manage
    timeOff.answer | mutation | staff | time_off:answer
    timeOff.ask | mutation | staff | availability:manage
    timeOff.list | query | staff | availability:view
    timeOff.withdraw | mutation | staff | availability:manage
    trail.export | mutation | staff | audit:export
    trail.list | query | staff | audit:view
    trail.staffActivity | query | staff | audit:view
    trust.end | mutation | staff | session:own
    trust.list | query | staff | session:own
    trust.rule | query | staff | staff:manage
    trust.setRule | mutation | staff | staff:manage
    waitlist.board | query | staff | waitlist:view
    waitlist.figures | query | staff | waitlist:view
    waitlist.line | query | staff | waitlist:manage
    waitlist.move | mutation | staff | waitlist:manage
    waitlist.offer | mutation | staff | waitlist:manage
    waitlist.replay | query | staff | waitlist:manage
    waitlist.skip | mutation | staff | waitlist:manage
    waitlist.withdraw | mutation | staff | waitlist:manage"
  `);
});
