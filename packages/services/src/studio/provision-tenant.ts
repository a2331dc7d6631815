import { databaseRefusal } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { firstCancellationReasons, firstServices, type OfferQuietRule } from "@quietroom/domain/scheduling";
import { canonicalZone, type TimeZone } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { isSlug } from "../directory.ts";
import type { VerbContext } from "../runtime.ts";
import type { NewLocation } from "./add-location.ts";
import { openingColumn } from "./opening-column.ts";

export type NewStudio = {
  readonly name: string;
  /** The public address; taken for ever, since links point at it. */
  readonly slug: string;
  readonly tagline: string;
  readonly about: string;
  readonly timeZone: TimeZone;
  readonly locale: string;
  readonly currency: string;
  readonly primaryColor: string;
  readonly phone: string;
  readonly email: string;
  readonly cancellationPolicy: string;
  /** Whether new visitors confirm their email address before they book. Left out: they do. */
  readonly confirmEmails?: boolean;
  /** Left out: the clock of an offer to the waitlist rests in quiet hours. */
  readonly offerQuietRule?: OfferQuietRule;
  /** The first, and therefore primary, location. */
  readonly location: NewLocation;
  /** `first`: it begins with the services that most studios have, for it to price and to say who gives them. `none`: it brings its own. */
  readonly services: "first" | "none";
};

/**
 * Creates a studio with its public address and its primary location. Runs with the new studio's id as its tenant: the caller
 * makes the id (UUIDv7) and a system context for it, so that the rows pass the same row security as everything after them.
 * What is refused leaves nothing, not even a trace: there is no studio yet whose audit could tell of it.
 */
export async function provisionTenant(
  context: VerbContext,
  input: NewStudio,
): Promise<Result<Provisioned, "slug_taken" | "not_a_slug" | "unknown_zone">> {
  const timeZone = canonicalZone(input.timeZone);
  const locationZone = canonicalZone(input.location.timeZone);
  if (timeZone === null || locationZone === null) return refuse("unknown_zone");
  if (!isSlug(input.slug)) return refuse("not_a_slug");
  try {
    const location = { ...input.location, timeZone: locationZone };
    return ok(await createTenant(context, { ...input, timeZone, location }));
  } catch (error) {
    if (databaseRefusal(error)?.constraint === "tenant_directory_pkey") return refuse("slug_taken");
    throw error;
  }
}

type Provisioned = { readonly tenantId: string; readonly locationId: string };

const createTenant = defineVerb<NewStudio, Provisioned>({
  name: "studio.provision_tenant",
  permission: "tenant:provision",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { location, services, ...studio } = input;
    const first = await tx.tenant.create({ data: { ...studio, id: tenantId } });
    await tx.cancellationPolicy.create({
      data: {
        tenantId,
        version: first.policyVersion,
        words: first.cancellationPolicy,
        windowMin: first.cancellationWindowMin,
      },
    });
    await tx.tenantDirectory.create({ data: { slug: studio.slug, tenantId } });
    const { id } = await tx.location.create({
      data: { ...location, ...openingColumn(location), tenantId, isPrimary: true },
      select: { id: true },
    });
    await tx.cancellationReason.createMany({
      data: firstCancellationReasons.map((label, index) => ({ tenantId, label, position: index + 1 })),
    });
    if (services === "first")
      await tx.service.createMany({
        data: firstServices.map(({ modes, ...service }, position) => ({
          ...service,
          modes: [...modes],
          tenantId,
          position,
          priceMinor: 0,
          currency: studio.currency,
        })),
      });
    audit({ action: "create", resource: "tenant", resourceId: tenantId });
    audit({ action: "create", resource: "location", resourceId: id });
    return { tenantId, locationId: id };
  },
});
