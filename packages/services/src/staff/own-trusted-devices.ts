import type {
  endTrust as endContract,
  listTrustedDevices as listContract,
  setTrustRule as setContract,
  viewTrustRule as viewContract,
} from "@quietroom/contracts/trusted-device";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { deviceOf } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";

type Trusted = {
  readonly deviceId: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** The browsers on which the signed-in person is not asked for a second step, the latest first (AUTH-22). */
export const listTrustedDevices = defineVerb<object, OutputOf<typeof listContract>>({
  name: "staff.list_trusted_devices",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const devices = await tx.$queryRaw<Trusted[]>`
      select id as "deviceId", user_agent as "userAgent", created_at as "createdAt", expires_at as "expiresAt"
      from trusted_device
      where tenant_id = ${tenantId}::uuid and staff_user_id = ${actor.staffUserId}::uuid and expires_at > now()
      order by created_at desc, id desc`;
    return {
      devices: devices.map(({ deviceId, userAgent, createdAt, expiresAt }) => ({
        deviceId,
        device: deviceOf(userAgent),
        trustedAt: fromInstantColumn(createdAt),
        endsAt: fromInstantColumn(expiresAt),
      })),
    };
  },
});

/** Ends the trust in one of one's own browsers. Somebody else's is not found. */
export const endTrust = defineVerb<InputOf<typeof endContract>, OutputOf<typeof endContract>>({
  name: "staff.end_trust",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { deviceId } = input;
    audit({ action: "delete", resource: "trusted_device", resourceId: deviceId });
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId } = actor;
    const { count } = await tx.trustedDevice.deleteMany({ where: { tenantId, staffUserId, id: deviceId } });
    if (count === 0) throw new AppError("not_found");
    return {};
  },
});

/** Whether people of the studio may trust a browser with their second step. */
export const viewTrustRule = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "staff.view_trust_rule",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const { trustDevices } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    return { rule: trustDevices ? "for_30_days" : "never" };
  },
});

/** Decides it, for an admin who has just proven to be there (AUTH-21); turning it off ends all trust that was given. */
export const setTrustRule = defineVerb<InputOf<typeof setContract>, OutputOf<typeof setContract>>({
  name: "staff.set_trust_rule",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { rule } = input;
    audit({ action: "update", resource: "trust_rule", resourceId: tenantId, detail: { rule } });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.tenant.update({ where: { id: tenantId }, data: { trustDevices: rule === "for_30_days" } });
    if (rule === "never") await tx.trustedDevice.deleteMany({ where: { tenantId } });
    return ok({});
  },
});
