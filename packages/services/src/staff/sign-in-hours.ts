import type {
  setSignInHours as setContract,
  viewSignInHours as viewContract,
} from "@quietroom/contracts/security";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import type { SignInHours } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { asWeekday } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";

/** When the studio's people usually sign in, on its own wall clock, by day of the week; none where every hour is usual. */
export async function readSignInHours(tx: Tx, tenantId: string): Promise<readonly SignInHours[]> {
  const rows = await tx.signInHours.findMany({ where: { tenantId }, orderBy: { weekday: "asc" } });
  return rows.map(({ weekday, fromTime, untilTime }) => ({
    weekday: asWeekday(weekday),
    from: fromTime,
    until: untilTime,
  }));
}

/** Those hours, for whoever sets them. */
export const viewSignInHours = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "security.view_sign_in_hours",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    return { timeZone, locale, hours: [...(await readSignInHours(tx, tenantId))] };
  },
});

/**
 * Sets them, for an admin who has just proven to be there (AUTH-21, AUTH-44): from the next sign-in on, one outside them is raised and told
 * to the admins. Nobody is kept out by it.
 */
export const setSignInHours = defineVerb<InputOf<typeof setContract>, OutputOf<typeof setContract>>({
  name: "security.set_sign_in_hours",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { hours } = input;
    const detail = { hours: hours.map(({ weekday, from, until }) => `${weekday} ${from}-${until}`) };
    audit({ action: "update", resource: "sign_in_hours", resourceId: tenantId, detail });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.signInHours.deleteMany({ where: { tenantId } });
    await tx.signInHours.createMany({
      data: hours.map(({ weekday, from, until }) => ({
        tenantId,
        weekday,
        fromTime: from,
        untilTime: until,
      })),
    });
    return ok({});
  },
});
