import type { Tx } from "@quietroom/db";
import { fromInstantColumn } from "../instant-column.ts";

export type HistoryEntry = { readonly at: number; readonly action: string; readonly actor: string };

/** What was done to an appointment and by whom, oldest first, as the audit has it. Looking and messages are not listed, nor is what was refused. */
export async function appointmentHistory(
  tx: Tx,
  { tenantId, appointmentId }: { readonly tenantId: string; readonly appointmentId: string },
): Promise<HistoryEntry[]> {
  const rows = await tx.$queryRaw<AuditRow[]>`
    select e.at, e.verb, coalesce(e.detail ->> 'to', e.detail ->> 'answer') as "to", e.actor_kind::text as "actorKind", u.display_name as "staffName"
    from audit_event e left join staff_user u on u.tenant_id = e.tenant_id and u.id = e.actor_id
    where e.tenant_id = ${tenantId}::uuid and e.resource_id = ${appointmentId}::uuid
      and e.resource = 'appointment' and e.outcome = 'done' and e.action <> 'read' and e.verb not like 'messages.%'
    order by e.at, e.id`;
  return rows.map(({ at, verb, to, actorKind, staffName }) => ({
    at: fromInstantColumn(at),
    action: answers[to ?? ""] ?? wordsOf(verb, to?.replaceAll("_", " ")),
    actor: staffName ?? actors[actorKind],
  }));
}

function wordsOf(verb: string, to: string | undefined): string {
  const words = historyWords[verb];
  return words?.endsWith(" to") === true ? `${words} ${to}` : (words ?? to ?? verb);
}

type AuditRow = {
  readonly at: Date;
  readonly verb: string;
  readonly to: string | null;
  readonly actorKind: keyof typeof actors;
  readonly staffName: string | null;
};

/** What each verb did, in a word; after "to" comes what it led to. A verb that has none here is shown by its name. */
export const historyWords: Readonly<Record<string, string>> = {
  "scheduling.hold_slot": "held",
  "scheduling.hold_seats": "held",
  "scheduling.book_hold": "booked",
  "scheduling.book_for_client": "booked",
  "scheduling.book_with_override": "booked over a rule",
  "scheduling.correct_status": "put right to",
  "scheduling.cancel_by_link": "cancelled",
  "scheduling.cancel_own_visit": "cancelled",
  "scheduling.reschedule_own_visit": "moved",
  "scheduling.cancel_as_staff": "cancelled",
  "scheduling.undo_cancellation": "cancellation undone",
  "scheduling.send_message_again": "message sent again",
  "scheduling.reschedule_by_link": "moved",
  "scheduling.reschedule_as_staff": "moved",
  "scheduling.reschedule_with_override": "moved over a rule",
  "scheduling.change_place_zone": "went with its place into another time zone",
  "rezone.rezone_visit": "kept its time on the wall under new time zone rules",
  "scheduling.ask_to_cancel_by_link": "asked to be cancelled",
  "scheduling.ask_to_cancel_own_visit": "asked to be cancelled",
  "scheduling.expire_requests": "request ran out",
  "scheduling.write_staff_note": "staff note changed",
  "scheduling.reassign_visit": "given to a colleague",
  "scheduling.reassign_resource": "given another room or device",
  "scheduling.book_series": "made part of a series",
  "scheduling.extend_series": "made part of a series",
  "scheduling.move_series": "moved with its series",
  "scheduling.cancel_series": "cancelled with its series",
  "groups.schedule_session": "scheduled",
  "groups.change_session": "changed",
  "groups.repeat_session": "planned with others of its kind",
  "groups.move_session": "moved",
  "groups.cancel_session": "called off",
  "groups.judge_minimums": "called off, with too few people",
  "groups.seat_client": "seated",
  "waitlist.offer_opening": "offered to the waitlist",
  "waitlist.answer_offer": "booked from the waitlist",
};

/** What was answered to a request, in a word, and how a visit came about that is not told by its verb. */
const answers: Readonly<Record<string, string>> = {
  approve: "approved",
  decline: "declined",
  confirm: "cancelled late, as asked",
  turn_down: "cancellation turned down",
  make_up: "seated, to make up for a missed session",
  replaced: "cancelled, as its series repeats otherwise",
};

const actors = {
  public: "a visitor",
  link: "the client",
  client: "the client",
  staff: "staff",
  system: "Quietroom",
} as const;
