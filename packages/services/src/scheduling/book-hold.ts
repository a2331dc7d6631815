import type { bookHold as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma } from "@quietroom/db";
import { acceptsAll } from "@quietroom/domain/records";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type BookingPlan, decideWhoMayBook } from "@quietroom/domain/scheduling";
import { localDate } from "@quietroom/domain/time";
import { keepAcceptance, publishedDocuments } from "../agreements/index.ts";
import { findClient, findOrCreateClient, isDisposable } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { besideRules, fitsBeside } from "./beside-own-visits.ts";
import { proveEmail, useUpBookingCode } from "./booking-code.ts";
import { isForClient } from "./client-history.ts";
import { capsLocked } from "./full-times.ts";
import { hoursKept } from "./hours-kept.ts";
import { linkedId } from "./link-subject.ts";
import { missedTooOften, noShowRule } from "./no-shows.ts";
import { sessionLocked } from "./seats.ts";
import { secureHold } from "./secure-hold.ts";
import { type AppointmentRow, holdStands, lockAppointment } from "./rows.ts";
import { loadScene, type Scene } from "./scene.ts";

type Input = Pick<
  InputOf<typeof contract>,
  "details" | "acceptedPolicyVersion" | "acceptedDocuments" | "idempotencyKey" | "code"
>;
type Output = OutputOf<typeof contract>;
type Booked = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/**
 * Turns a visitor's hold into an appointment: the same row, so a hold that stands cannot lose a race. One that ran out is taken
 * again while the time is free (ec-H3); if not, the answer names other times (ec-H4). Pressed twice, sent again or reloaded, it
 * books once and answers the same (ec-H7). Where the studio asks for it, whoever books has shown first that their address is theirs; only
 * then is anybody looked up, and whether the client was known is never told (BOOK-07). Cut-off and policy version are
 * fixed here (ec-J1, ec-J3), price and zones with the hold (ec-H16). Terms and privacy notice are accepted in the same transaction, as
 * they are published at that moment (COMP-15). Where the studio approves each visit of a service, or those of a client who missed too
 * many (SCHED-20), it is a request that takes its time until it is answered (BOOK-06).
 */
export const bookHold = offeringAlternatives(
  defineVerb<Input, Result<Booked, Refused<Code>>>({
    name: "scheduling.book_hold",
    permission: "appointment:book",
    isolation: "read committed",
    trace: "audited",
    // Whose record the typed details are is looked for among everybody's, and a hold that ran out is taken again among other holds.
    reach: "studio",
    // One form sent with two holds at once: looking again finds what the other one booked.
    conflicts: { appointment_idempotency: { code: "slot_taken", wanted: null } },
    lookAgain: ["appointment_idempotency"],
    async run(work) {
      const { tx, input, now, tenantId, actor, links, audit } = work;
      const id = linkedId(actor, "hold");
      const hold = id === null ? null : await lockAppointment(tx, tenantId, id, keptAsTheyAre(tenantId, id));
      const answered = await bookedBefore(work, hold);
      audit({
        action: answered === null ? "update" : "read",
        resource: "appointment",
        resourceId: answered ?? id,
      });
      if (answered !== null) {
        return ok({ manageToken: links.sign({ kind: "appointment", tenantId, id: answered }) });
      }
      if (hold === null || hold.status !== "held") return refusal("link_invalid");

      const date = localDate(hold.start, "UTC");
      // A hold that stands is kept also with somebody, or of something, that went off online booking since: by their hours and caps.
      const bookedBy = holdStands(hold, now) ? "staff" : "client";
      const scene = await loadScene(tx, { tenantId, choice: hold, from: date, until: date, bookedBy });
      if (scene === null || !scene.studioOpen) return refusal("studio_closed");
      const { birthDate } = input.details;
      const allowed = decideWhoMayBook({ birthDate, today: localDate(now, scene.zone) });
      if (!allowed.ok) return refusal(allowed.refusal);
      if (isDisposable(input.details.email)) return refusal("disposable_email");
      if (input.acceptedPolicyVersion !== scene.policyVersion) return refusal("policy_changed");
      const documents = await publishedDocuments(tx, tenantId);
      if (!acceptsAll(documents, input.acceptedDocuments)) return refusal("documents_not_accepted");
      const proven = scene.confirmEmails ? await proveEmail(work, hold.id) : ok("not_asked");
      if (!proven.ok) return refusal(proven.refusal);
      const theirs = await whatTheyMay(work, hold, scene);
      if (theirs === "calls") return refusal("call_to_book");

      const approved = theirs === "asks" ? ({ ...scene, approval: "request" } as const) : scene;
      const plan = await secureHold(work, hold, approved);
      if (!plan.ok) return plan;
      const clientId = await writeBooking(work, hold, { ...plan.value, policyVersion: scene.policyVersion });
      await keepAcceptance(work, { clientId, documents, place: "booking" });
      if (proven.value === "by_code") await useUpBookingCode(work, hold.id);
      return ok({ manageToken: links.sign({ kind: "appointment", tenantId, id: hold.id }) });
    },
  }),
);

/** Hours, the session of a seat, and caps: in the order in which everybody takes them, and before the row of the hold. */
function keptAsTheyAre(tenantId: string, holdId: string): Prisma.Sql {
  const inOrder = Prisma.sql`case when ${sessionLocked(tenantId, holdId)} then ${capsLocked(tenantId, holdId)} end`;
  return Prisma.sql`case when ${hoursKept(tenantId, holdId)} then ${inOrder} end`;
}

function refusal(code: Code) {
  return refuse({ code, wanted: null });
}

/**
 * Whether the service is for whoever comes, and may be had beside what they have. Asked only where there is such a rule, since most have none.
 * Who has missed too many visits is told nothing of it here, where anybody may type their details: staff decide about a request (SCHED-20).
 */
async function whatTheyMay(
  { tx, tenantId, now, keys, input }: VerbWork<Input>,
  hold: AppointmentRow,
  scene: Scene,
): Promise<"books" | "asks" | "calls"> {
  const beside = await besideRules(tx, tenantId);
  const missed = await noShowRule(tx, tenantId);
  if (scene.newClients === "anyone" && beside === null && missed === null) return "books";
  const clientId = await findClient({ tx, tenantId, keys }, input.details);
  const who = { tenantId, clientId, now };
  if (beside !== null && !(await fitsBeside(tx, beside, { ...who, wanted: hold }))) return "calls";
  if (!(await isForClient(tx, scene, who))) return "calls";
  return missed !== null && (await missedTooOften(tx, missed, who)) ? "asks" : "books";
}

/** The appointment that this form, or this hold, has booked already. */
async function bookedBefore(
  { tx, input, tenantId }: VerbWork<Input>,
  hold: AppointmentRow | null,
): Promise<string | null> {
  const { idempotencyKey } = input;
  const same = await tx.appointment.findFirst({ where: { tenantId, idempotencyKey }, select: { id: true } });
  if (same !== null) return same.id;
  return hold !== null && hold.status !== "held" && hold.status !== "cancelled" ? hold.id : null;
}

async function writeBooking(
  { tx, input, now, tenantId, keys, actor, audit, emit }: VerbWork<Input>,
  hold: AppointmentRow,
  plan: BookingPlan & { readonly policyVersion: number },
): Promise<string> {
  const { details, idempotencyKey } = input;
  const client = await findOrCreateClient({ tx, tenantId, keys }, { details, timeZone: hold.clientTimeZone });
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: hold.id }, status: "held" },
    data: {
      status: plan.status,
      clientId: client.clientId,
      holdExpiresAt: null,
      heldFrom: null,
      cancelDeadline: toInstantColumn(plan.cancelDeadline),
      requestExpiresAt: plan.requestExpiresAt && toInstantColumn(plan.requestExpiresAt),
      policyVersion: plan.policyVersion,
      idempotencyKey,
      bookedBy: actor.kind,
      bookedAt: toInstantColumn(now),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  audit({
    action: client.was === "new" ? "create" : "read",
    resource: "client",
    resourceId: client.clientId,
    clientId: client.clientId,
    detail: { appointmentId: hold.id },
  });
  const name = plan.status === "requested" ? "appointment/requested" : "appointment/booked";
  emit(name, { appointmentId: hold.id, version });
  return client.clientId;
}
