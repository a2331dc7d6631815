import type { Runtime } from "@quietroom/services";
import type { JobFunctions } from "../client.ts";
import { archiveAudit, type AuditKeeping, sealAudit } from "./keep-audit.ts";
import { watchAccess } from "./watch-access.ts";
import { watchTimeZones } from "./watch-time-zones.ts";
import { alertAdmins } from "./alert-admins.ts";
import { endLapsedSessions } from "./end-lapsed-sessions.ts";
import { endUnreachedOffer } from "./end-unreached-offer.ts";
import { expireEntries } from "./expire-entries.ts";
import { expireHolds } from "./expire-holds.ts";
import { extendSeries } from "./extend-series.ts";
import { expireRequests } from "./expire-requests.ts";
import { fillOpening } from "./fill-opening.ts";
import { judgeMinimums } from "./judge-minimums.ts";
import { keepDeadLetters } from "./keep-dead-letters.ts";
import { markPurgeCandidates } from "./mark-purge-candidates.ts";
import { purgeDeadLetters } from "./purge-dead-letters.ts";
import { purgeNotices } from "./purge-notices.ts";
import { purgeOutbox } from "./purge-outbox.ts";
import { renewKeys } from "./renew-keys.ts";
import { ringTheBell } from "./ring-bell.ts";
import { rotateKeys } from "./rotate-keys.ts";
import { sendChangeNotice } from "./send-change-notice.ts";
import { sendClientMail, sendStaffMail } from "./send-account-mail.ts";
import { sendConfirmation } from "./send-confirmation.ts";
import { sendMessageAgain } from "./send-message-again.ts";
import { sendOfferClosed } from "./send-offer-closed.ts";
import { sendRequestNews } from "./send-request-news.ts";
import { sendReminders } from "./send-reminders.ts";
import { sendSeriesNews } from "./send-series-news.ts";
import { sendText } from "./send-text.ts";
import { sendWayIn } from "./send-way-in.ts";
import { sendWaitlistJoined } from "./send-waitlist-joined.ts";
import { withdrawLostOffers } from "./withdraw-lost-offers.ts";

export type { AuditKeeping };

/**
 * Everything that follows from events and time. Function and step ids are frozen: runs that sleep across a deploy find their
 * place by them.
 */
export function createFunctions(runtime: Runtime, keeping: AuditKeeping | null = null): JobFunctions {
  return (client) => [
    watchAccess(client, runtime),
    watchTimeZones(client, runtime),
    endLapsedSessions(client, runtime),
    ...(keeping === null
      ? []
      : [sealAudit(client, runtime, keeping), archiveAudit(client, runtime, keeping)]),
    sendConfirmation(client, runtime),
    sendChangeNotice(client, runtime),
    sendRequestNews(client, runtime),
    sendSeriesNews(client, runtime),
    sendReminders(client, runtime),
    sendMessageAgain(client, runtime),
    sendText(client, runtime),
    sendWaitlistJoined(client, runtime),
    sendOfferClosed(client, runtime),
    sendStaffMail(client, runtime),
    alertAdmins(client, runtime),
    sendWayIn(client, runtime),
    sendClientMail(client, runtime),
    fillOpening(client, runtime),
    withdrawLostOffers(client, runtime),
    endUnreachedOffer(client, runtime),
    ringTheBell(client, runtime),
    expireHolds(client, runtime),
    expireRequests(client, runtime),
    judgeMinimums(client, runtime),
    expireEntries(client, runtime),
    extendSeries(client, runtime),
    rotateKeys(client, runtime),
    renewKeys(client, runtime),
    markPurgeCandidates(client, runtime),
    purgeOutbox(client, runtime),
    keepDeadLetters(client, runtime),
    purgeDeadLetters(client, runtime),
    purgeNotices(client, runtime),
  ];
}
