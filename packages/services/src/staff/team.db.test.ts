import type { StaffRole } from "@quietroom/domain/access";
import { asId, type Id, type PractitionerId, type StaffUserId } from "@quietroom/domain/ids";
import { dayMs, instant, plus } from "@quietroom/domain/time";
import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { assignSupervisor, grantCover, listRelations } from "../relations/index.ts";
import type { VerbContext } from "../runtime.ts";
import {
  changeRoles,
  createStaffUser,
  endAccess,
  listTeam,
  passSecondFactor,
  resolveSession,
  resetSecondFactor,
  restoreAccess,
  type SignedIn,
  signIn,
  unlockAccount,
  whyEnded,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const password = "a kettle sings at dawn";
const refused = (refusal: string) => ({ ok: false, refusal });
const none = { practitioner: { kind: "none" } } as const;
const reason = "Left the studio";
let people = 0;

/** Somebody at work: their account, and the session they are in. */
async function hire(studio: TestStudio, role: StaffRole, practitionerId: PractitionerId | null = null) {
  people += 1;
  const email = `team${people}@example.com`;
  const person = { email, displayName: `Robin ${people}`, roles: [role], practitionerId, password };
  const created = succeeded(await createStaffUser(studio.as("system"), person));
  const { secret, session } = await enrolApp(runtime, { email, password });
  return { staffUserId: asId<StaffUserId>(created.staffUserId), email, secret, session };
}

async function at(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

const rolesOf = async (staffUserId: string) =>
  (await query("select roles, active from staff_user where id = $1", [staffUserId]))[0];

const lastAudit = async (verb: string) =>
  (
    await query("select outcome, resource_id from audit_event where verb = $1 order by id desc limit 1", [
      verb,
    ])
  )[0];

test("check 28 check 55 AUTH-36 a change of role counts on the next request: the old cookie is dead, its end says why, and a new one has the new roles", async () => {
  const studio = await createStudio(runtime);
  const ada = await hire(studio, "admin");
  const rob = await hire(studio, "receptionist");
  await at(rob.session);
  const admin = await at(ada.session);
  succeeded(await changeRoles(admin, { staffUserId: rob.staffUserId, roles: ["billing"], ...none }));
  expect(await resolveSession(runtime, rob.session, "request")).toBeNull();
  expect(await whyEnded(runtime, rob.session)).toBe("roles_changed");
  const half = succeeded(
    await signIn(runtime, { email: rob.email, password, userAgent: "", ...fromNowhere }),
  );
  const whole = succeeded(
    await passSecondFactor(runtime, half, { code: appCode(rob.secret), ...fromNowhere }),
  );
  expect(whole.sessionId).not.toBe(rob.session.sessionId);
  expect((await at(whole)).actor).toMatchObject({ roles: ["billing"] });
  expect(await lastAudit("staff.change_roles")).toEqual({ outcome: "done", resource_id: rob.staffUserId });
  const mails = await query("select kind from notification where staff_user_id = $1", [rob.staffUserId]);
  expect(mails).toEqual([{ kind: "roles_changed" }]);
});

test("check 32 AUTH-60 nobody changes their own roles, ends their own access or ends their own lock", async () => {
  const studio = await createStudio(runtime);
  const ada = await hire(studio, "admin");
  await hire(studio, "admin");
  const admin = await at(ada.session);
  const { staffUserId } = ada;
  expect(await changeRoles(admin, { staffUserId, roles: ["admin", "supervisor"], ...none })).toEqual(
    refused("own_account"),
  );
  expect(await endAccess(admin, { staffUserId, reason })).toEqual(refused("own_account"));
  expect(await unlockAccount(admin, { staffUserId, reason })).toEqual(refused("own_account"));
  expect(await lastAudit("staff.unlock_account")).toMatchObject({ outcome: "own_account" });
  expect(await rolesOf(staffUserId)).toEqual({ roles: ["admin"], active: true });
});

test.each(["changeRoles", "endAccess"] as const)(
  "AUTH-60 two admins who %s each other at the same moment: one of them stays an admin",
  async (act) => {
    for (let round = 0; round < 3; round += 1) {
      const studio = await createStudio(runtime);
      const ada = await hire(studio, "admin");
      const eve = await hire(studio, "admin");
      const against = async (by: VerbContext, staffUserId: StaffUserId) =>
        act === "endAccess"
          ? await endAccess(by, { staffUserId, reason })
          : await changeRoles(by, { staffUserId, roles: ["billing"], ...none });
      // Both are let in before either acts.
      const [asAda, asEve] = [await at(ada.session), await at(eve.session)];
      const answers = await Promise.all([against(asAda, eve.staffUserId), against(asEve, ada.staffUserId)]);
      expect(answers.map((one) => (one.ok ? "done" : one.refusal)).toSorted()).toEqual([
        "done",
        "last_admin",
      ]);
      const [left] = await query(
        "select count(*)::int as admins from staff_user where tenant_id = $1 and active and 'admin' = any(roles)",
        [studio.tenantId],
      );
      expect(left).toEqual({ admins: 1 });
    }
  },
);

test("AUTH-21 changing roles and ending or giving back access ask for a code of the last five minutes", async () => {
  const studio = await createStudio(runtime);
  const ada = await hire(studio, "admin");
  const { staffUserId } = await hire(studio, "therapist");
  const admin = await at(ada.session);
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    ada.session.sessionId,
  ]);
  const asked = refused("second_factor_needed");
  expect(await changeRoles(admin, { staffUserId, roles: ["billing"], ...none })).toEqual(asked);
  expect(await endAccess(admin, { staffUserId, reason })).toEqual(asked);
  expect(await rolesOf(staffUserId)).toEqual({ roles: ["therapist"], active: true });
  await query("update staff_user set active = false where id = $1", [staffUserId]);
  expect(await restoreAccess(admin, { staffUserId, reason })).toEqual(asked);
  expect(await rolesOf(staffUserId)).toMatchObject({ active: false });
});

test("check 28 AUTH-61 a leaver is out on the next request, with what they supervised and covered, and comes back without it", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [ann = studio.practitionerId, sues = ann] = studio.practitionerIds;
  const ada = await hire(studio, "admin");
  const sue = await hire(studio, "supervisor", sues);
  const admin = await at(ada.session);
  const startsAt = plus(instant(Date.now()), -dayMs);
  const { staffUserId } = sue;
  const superviseeId = asId<Id<"practitioner">>(ann);
  const supervision = { supervisorId: staffUserId, superviseeId, kind: "primary", startsAt } as const;
  succeeded(await assignSupervisor(admin, { ...supervision, endsAt: null }));
  const cover = { coveringId: staffUserId, coveredId: superviseeId, startsAt };
  succeeded(await grantCover(admin, { ...cover, endsAt: plus(startsAt, 30 * dayMs) }));
  const later = { startsAt: plus(startsAt, 40 * dayMs), endsAt: plus(startsAt, 50 * dayMs) };
  succeeded(await grantCover(admin, { ...cover, ...later }));
  succeeded(await endAccess(admin, { staffUserId, reason }));
  expect(await resolveSession(runtime, sue.session, "request")).toBeNull();
  expect(await whyEnded(runtime, sue.session)).toBe("access_ended");
  const { supervisions, covers } = await listRelations(admin, {});
  const now = Date.now();
  expect(supervisions.map(({ endsAt }) => (endsAt ?? Infinity) <= now)).toEqual([true]);
  expect(covers.map((one) => one.endsAt <= Math.max(now, one.startsAt))).toEqual([true, true]);
  const attempt = { email: sue.email, password, userAgent: "", ...fromNowhere };
  expect(await signIn(runtime, attempt)).toEqual(refused("wrong_credentials"));

  succeeded(await restoreAccess(admin, { staffUserId, reason: "Came back" }));
  expect(await resolveSession(runtime, sue.session, "request")).toBeNull();
  const half = succeeded(await signIn(runtime, attempt));
  const back = succeeded(
    await passSecondFactor(runtime, half, { code: appCode(sue.secret), ...fromNowhere }),
  );
  expect((await at(back)).actor).toMatchObject({ roles: ["supervisor"], practitionerId: sues });
  expect((await listRelations(admin, {})).supervisions).toEqual(supervisions);
});

test("AUTH-53 whoever begins to see clients gets a record that nobody else signs in for, given once", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [ann = studio.practitionerId, free = ann] = studio.practitionerIds;
  const ada = await hire(studio, "admin");
  const annsAccount = await hire(studio, "therapist", ann);
  const one = await hire(studio, "receptionist");
  const two = await hire(studio, "receptionist");
  const admin = await at(ada.session);
  const existing = (practitionerId: string) =>
    ({ kind: "existing", practitionerId: asId<Id<"practitioner">>(practitionerId) }) as const;
  const give = async (staffUserId: StaffUserId, practitioner: ReturnType<typeof existing>) =>
    await changeRoles(admin, { staffUserId, roles: ["therapist"], practitioner });
  expect(await give(one.staffUserId, existing(ann))).toEqual(refused("practitioner_taken"));
  expect(await give(annsAccount.staffUserId, existing(free))).toEqual(refused("has_practitioner"));
  const elsewhere = await createStudio(runtime);
  await expect(give(one.staffUserId, existing(elsewhere.practitionerId))).rejects.toThrow("not_found");
  const both = await Promise.all([
    give(one.staffUserId, existing(free)),
    give(two.staffUserId, existing(free)),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const loser = both[0].ok ? two : one;
  succeeded(
    await changeRoles(admin, {
      staffUserId: loser.staffUserId,
      roles: ["therapist", "receptionist"],
      practitioner: { kind: "new" },
    }),
  );
  const { people: team, freePractitioners } = await listTeam(admin, {});
  expect(team.filter(({ seesClients }) => seesClients)).toHaveLength(3);
  expect(freePractitioners).toEqual([]);
  // Whose record another has taken over meanwhile does not come back to it.
  succeeded(await endAccess(admin, { staffUserId: annsAccount.staffUserId, reason }));
  const three = await hire(studio, "receptionist");
  succeeded(await give(three.staffUserId, existing(ann)));
  expect(await restoreAccess(admin, { staffUserId: annsAccount.staffUserId, reason })).toEqual(
    refused("practitioner_taken"),
  );
});

test.each([
  ["resetSecondFactor", { factors: 0, trusted: 0 }],
  ["endAccess", { factors: 2, trusted: 0 }],
] as const)(
  "AUTH-22 AUTH-23 after %s no browser is trusted any more, and a reset leaves no passkey either",
  async (act, left) => {
    const studio = await createStudio(runtime);
    const ada = await hire(studio, "admin");
    const { staffUserId } = await hire(studio, "therapist");
    const person = [studio.tenantId, staffUserId];
    await query(
      "insert into staff_passkey (tenant_id, staff_user_id, credential_id, public_key, counter, name) values ($1, $2, 'p', '\\x00', 0, 'Phone')",
      person,
    );
    await query(
      "insert into trusted_device (tenant_id, staff_user_id, token_hash, expires_at) values ($1, $2, repeat('0', 64), now() + interval '30 days')",
      person,
    );
    const admin = await at(ada.session);
    succeeded(
      act === "endAccess"
        ? await endAccess(admin, { staffUserId, reason })
        : await resetSecondFactor(admin, { staffUserId, reason }),
    );
    const [kept] = await query(
      `select (select count(*)::int from trusted_device where tenant_id = $1 and staff_user_id = $2) as trusted,
        ((select count(*) from staff_passkey where tenant_id = $1 and staff_user_id = $2)
          + (select count(*) from staff_totp where tenant_id = $1 and staff_user_id = $2))::int as factors`,
      person,
    );
    expect(kept).toEqual(left);
  },
);

test("TEN-07 people of another studio are not found by any of it", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const admin = await at((await hire(studio, "admin")).session);
  const { staffUserId } = await hire(elsewhere, "receptionist");
  for (const ask of [
    async () => await changeRoles(admin, { staffUserId, roles: ["admin"], ...none }),
    async () => await endAccess(admin, { staffUserId, reason }),
    async () => await restoreAccess(admin, { staffUserId, reason }),
    async () => await unlockAccount(admin, { staffUserId, reason }),
  ])
    await expect(ask()).rejects.toThrow("not_found");
  expect(await rolesOf(staffUserId)).toEqual({ roles: ["receptionist"], active: true });
});
