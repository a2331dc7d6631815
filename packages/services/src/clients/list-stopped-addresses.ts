import type { listStoppedAddresses as contract } from "@quietroom/contracts/clients";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { studioClock } from "../studio-clock.ts";
import { fieldsToCorrect } from "./fields-to-correct.ts";

const mostShown = 200;

/**
 * The clients whose email takes no messages, latest first, with the address and why: what staff have to ask them about (NOTIF-07). Of those
 * whom the actor may correct alone.
 */
export const listStoppedAddresses = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "clients.list_stopped_addresses",
  permission: "client:correct",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, tenantId, audit } = work;
    const where = { tenantId, emailStoppedAt: { not: null }, closedAt: null };
    const all = await tx.client.findMany({
      where,
      select: { id: true },
      orderBy: [{ emailStoppedAt: "desc" }, { id: "asc" }],
    });
    const fieldsOf = await fieldsToCorrect(
      work,
      all.map(({ id }) => id),
    );
    const reached = all.filter(({ id }) => fieldsOf(id) !== null);
    const theirs = await tx.client.findMany({
      where: { ...where, id: { in: reached.slice(0, mostShown).map(({ id }) => id) } },
      select: {
        id: true,
        givenName: true,
        familyName: true,
        email: true,
        emailStoppedAt: true,
        emailStoppedBecause: true,
      },
      orderBy: [{ emailStoppedAt: "desc" }, { id: "asc" }],
    });
    audit({
      action: "read",
      resource: "client",
      resourceId: null,
      detail: { clientIds: theirs.map(({ id }) => id) },
    });
    const { timeZone, locale } = await studioClock(tx, tenantId);
    return {
      timeZone,
      locale,
      count: reached.length,
      addresses: theirs.flatMap(
        ({ id, givenName, familyName, email, emailStoppedAt, emailStoppedBecause }) =>
          emailStoppedAt === null
            ? []
            : [
                {
                  clientId: id,
                  clientName: `${givenName} ${familyName}`,
                  email,
                  since: fromInstantColumn(emailStoppedAt),
                  because:
                    emailStoppedBecause === "complained" ? ("complained" as const) : ("came_back" as const),
                },
              ],
      ),
    };
  },
});
