import { expect, test } from "vitest";
import { decideDeparture, decideRoles, inOrder } from "./staffing.ts";

const ada = { staffUserId: "ada", roles: ["admin"], practitionerId: null, active: true } as const;
const rob = { staffUserId: "rob", roles: ["receptionist"], practitionerId: null, active: true } as const;
const refusal = (code: string) => ({ ok: false, refusal: code });

test("AUTH-50 one person may hold several roles, each once and in the table's order", () => {
  expect(
    decideRoles({ person: rob, changedBy: "ada", otherAdmins: 1, roles: ["billing", "admin", "billing"] }),
  ).toEqual({ ok: true, value: ["admin", "billing"] });
  expect(inOrder(["client", "compliance", "therapist"])).toEqual(["therapist", "compliance"]);
});

test("check 32 AUTH-60 nobody changes their own roles or ends their own access, whoever else is an admin", () => {
  const own = { person: ada, changedBy: "ada", otherAdmins: 5 };
  expect(decideRoles({ ...own, roles: ["admin", "supervisor"] })).toEqual(refusal("own_account"));
  expect(decideDeparture(own)).toEqual(refusal("own_account"));
});

test("AUTH-60 the last active admin stays an admin; one of two may go", () => {
  const last = { person: ada, changedBy: "eve", otherAdmins: 0 };
  expect(decideRoles({ ...last, roles: ["billing"] })).toEqual(refusal("last_admin"));
  expect(decideRoles({ ...last, roles: ["billing", "admin"] })).toMatchObject({ ok: true });
  expect(decideDeparture(last)).toEqual(refusal("last_admin"));
  expect(decideRoles({ ...last, otherAdmins: 1, roles: ["billing"] })).toMatchObject({ ok: true });
  expect(decideDeparture({ ...last, otherAdmins: 1 })).toEqual({ ok: true, value: null });
  expect(decideDeparture({ ...last, person: rob })).toEqual({ ok: true, value: null });
});

test("AUTH-61 whoever has left is given no roles", () => {
  const gone = { ...rob, active: false };
  expect(decideRoles({ person: gone, changedBy: "ada", otherAdmins: 0, roles: ["admin"] })).toEqual(
    refusal("inactive"),
  );
});
