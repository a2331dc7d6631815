import { expect, test } from "vitest";
import { type ApprovalRequest, decideApproval, decideFinalAct, finalActs } from "./co-signing.ts";
import type { StaffFacts } from "./relations.ts";

const amy: StaffFacts = { staffUserId: "amy", roles: ["associate"], practitionerId: "amy-p", active: true };
const sue: StaffFacts = { staffUserId: "sue", roles: ["supervisor"], practitionerId: "sue-p", active: true };
const ask: ApprovalRequest = { act: "finalize_note", recordId: "note", version: 3, askedBy: amy };
const bySue = { approver: sue, supervised: ["amy-p"] };
const refusal = (code: string) => ({ ok: false, refusal: code });
const approval = {
  act: "finalize_note",
  recordId: "note",
  version: 3,
  askedById: "amy",
  approvedById: "sue",
} as const;

test.each(finalActs)("AUTH-57 %s: an associate needs a supervisor's approval, a therapist none", (act) => {
  const asked = { ...ask, act };
  expect(decideFinalAct(asked, null)).toEqual(refusal("approval_needed"));
  expect(decideFinalAct(asked, { ...approval, act })).toEqual({ ok: true, value: null });
  expect(decideFinalAct({ ...asked, askedBy: { ...amy, roles: ["therapist"] } }, null)).toMatchObject({
    ok: true,
  });
});

test("AUTH-57 another role beside it lifts nothing from an associate, and who has left does nothing", () => {
  for (const other of ["admin", "supervisor", "therapist"] as const)
    expect(decideFinalAct({ ...ask, askedBy: { ...amy, roles: [other, "associate"] } }, null)).toEqual(
      refusal("approval_needed"),
    );
  expect(decideFinalAct({ ...ask, askedBy: { ...amy, active: false } }, approval)).toEqual(
    refusal("not_active"),
  );
});

test.each([
  ["another act", { act: "change_plan" }],
  ["another record", { recordId: "other" }],
  ["an earlier version", { version: 2 }],
  ["somebody else's asking", { askedById: "tom" }],
  ["their own yes", { approvedById: "amy" }],
] as const)("AUTH-57 an approval of %s is none", (_, wrong) => {
  expect(decideFinalAct(ask, { ...approval, ...wrong })).toEqual(refusal("approval_needed"));
});

test("AUTH-57 who supervises the associate approves; another supervisor, another role and who has left do not", () => {
  expect(decideApproval(ask, bySue)).toEqual({ ok: true, value: approval });
  expect(decideApproval(ask, { ...bySue, supervised: ["ben-p"] })).toEqual(refusal("not_supervisor"));
  for (const role of ["admin", "therapist", "compliance"] as const)
    expect(decideApproval(ask, { ...bySue, approver: { ...sue, roles: [role] } })).toEqual(
      refusal("not_supervisor"),
    );
  expect(decideApproval(ask, { ...bySue, approver: { ...sue, active: false } })).toEqual(
    refusal("not_supervisor"),
  );
  const noRecord = { ...ask, askedBy: { ...amy, practitionerId: null } };
  expect(decideApproval(noRecord, bySue)).toEqual(refusal("not_supervisor"));
});

test("check 32 AUTH-57 nobody approves what they asked for themselves, by whichever role or account", () => {
  const both: StaffFacts = { ...amy, roles: ["supervisor", "associate"] };
  const own = { approver: both, supervised: ["amy-p"] };
  expect(decideApproval({ ...ask, askedBy: both }, own)).toEqual(refusal("own_request"));
  const otherAccount = { ...both, staffUserId: "amy-2" };
  expect(decideApproval({ ...ask, askedBy: both }, { ...own, approver: otherAccount })).toEqual(
    refusal("own_request"),
  );
});
