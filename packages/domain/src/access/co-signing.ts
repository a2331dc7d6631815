import { ok, refuse, type Result } from "../result.ts";
import type { StaffFacts } from "./relations.ts";

/** What an associate does only with a supervisor's approval (AUTH-57). */
export const finalActs = ["finalize_note", "discharge_client", "change_plan"] as const;
type FinalAct = (typeof finalActs)[number];

/** Something that was asked to be approved: by whom, what, about which record and which version of it. */
export type ApprovalRequest = {
  readonly act: FinalAct;
  readonly recordId: string;
  readonly version: number;
  readonly askedBy: StaffFacts;
};

/** A supervisor's yes to exactly that. */
export type Approval = Omit<ApprovalRequest, "askedBy"> & {
  readonly askedById: string;
  readonly approvedById: string;
};

/**
 * Whether somebody may approve it: a supervisor who supervises the one who asks, now, and is somebody else (check 32). `supervised` are the
 * practitioners whom the approver supervises at this moment.
 */
export function decideApproval(
  request: ApprovalRequest,
  { approver, supervised }: { readonly approver: StaffFacts; readonly supervised: readonly string[] },
): Result<Approval, "own_request" | "not_supervisor"> {
  const { act, recordId, version, askedBy } = request;
  const isThemselves =
    approver.staffUserId === askedBy.staffUserId ||
    (approver.practitionerId !== null && approver.practitionerId === askedBy.practitionerId);
  if (isThemselves) return refuse("own_request");
  const supervises = askedBy.practitionerId !== null && supervised.includes(askedBy.practitionerId);
  if (!approver.active || !approver.roles.includes("supervisor") || !supervises)
    return refuse("not_supervisor");
  return ok({
    act,
    recordId,
    version,
    askedById: askedBy.staffUserId,
    approvedById: approver.staffUserId,
  });
}

/**
 * Whether somebody may finalize a note, discharge a client or change a treatment plan, as far as supervision goes (AUTH-57). Who is an
 * associate needs an approval of exactly this, whatever other roles they hold; it is of no use for a version written since.
 */
export function decideFinalAct(
  { act, recordId, version, askedBy }: ApprovalRequest,
  approval: Approval | null,
): Result<null, "not_active" | "approval_needed"> {
  if (!askedBy.active) return refuse("not_active");
  if (!askedBy.roles.includes("associate")) return ok(null);
  const covers =
    approval !== null &&
    approval.act === act &&
    approval.recordId === recordId &&
    approval.version === version &&
    approval.askedById === askedBy.staffUserId &&
    approval.approvedById !== askedBy.staffUserId;
  return covers ? ok(null) : refuse("approval_needed");
}
