import type { setNetworks as setContract, viewNetworks as viewContract } from "@quietroom/contracts/security";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { isFreshlyProven } from "../staff/index.ts";

/** From where this studio's staff may come in, and where the one who asks is. */
export const viewNetworks = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "security.view_networks",
  permission: "network:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const { allowedNetworks } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const ownAddress = actor.kind === "staff" ? (actor.address ?? null) : null;
    return { networks: allowedNetworks, ownAddress };
  },
});

/**
 * Lets staff come in from these networks alone, from the next request on (AUTH-44); an empty list lets them come from anywhere. Needs
 * an admin who has just proven to be there (AUTH-21) and who is in one of the networks, or they would lock themselves out. An address
 * is kept as a network of one; of an IPv6 address its /64, which is all that is known of whoever comes.
 */
export const setNetworks = defineVerb<InputOf<typeof setContract>, OutputOf<typeof setContract>>({
  name: "security.set_networks",
  permission: "network:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const asked = [...input.networks];
    audit({ action: "update", resource: "allowed_networks", resourceId: null, detail: { networks: asked } });
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const own = actor.address ?? null;
    if (asked.length > 0 && own === null) return refuse("own_address_unknown");
    const [read] = await tx.$queryRaw<{ networks: string[] }[]>`
      select array(
        select distinct network(case when family(one::inet) = 6 and masklen(one::inet) > 64
                                     then set_masklen(one::inet, 64) else one::inet end)
        from unnest(${asked}::text[]) one order by 1)::text[] as networks`;
    const { networks } = found(read);
    const [inside] = await tx.$queryRaw<{ inside: boolean }[]>`
      select coalesce(${own}::inet <<= any (${[...networks]}::text[]::inet[]), false) as inside`;
    if (networks.length > 0 && inside?.inside !== true) return refuse("locks_you_out");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.tenant.update({ where: { id: tenantId }, data: { allowedNetworks: networks } });
    return ok({});
  },
});
