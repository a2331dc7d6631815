import type { studioView } from "@quietroom/contracts/studio";
import type { OutputOf } from "@quietroom/contracts/wire";
import { localDate, weekStartOf } from "@quietroom/domain/time";
import { publishedDocuments } from "../agreements/index.ts";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { approvalOf, moreLengthsOf } from "./service-rows.ts";

type StudioView = OutputOf<typeof studioView>;

/**
 * The studio's public page: what anyone may see. A studio that is not active is still shown, so that people find its phone
 * number, but says that it is not open (BOOK-01).
 */
export const viewStudio = defineVerb<object, StudioView>({
  name: "studio.view",
  permission: "studio:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, now }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const shown = { tenantId, active: true, onlineBookable: true };
    const inOrder = [{ position: "asc" }, { id: "asc" }] as const;
    const locations = await tx.location.findMany({
      where: { tenantId, active: true },
      orderBy: [{ isPrimary: "desc" }, { name: "asc" }, { id: "asc" }],
    });
    const services = await tx.service.findMany({
      where: { ...shown, practitioners: { some: {} } }, // one that nobody gives yet has no times
      orderBy: [...inOrder],
    });
    const today = toDateColumn(localDate(now, studio.timeZone));
    const practitioners = await tx.practitioner.findMany({
      where: { ...shown, OR: [{ lastDay: null }, { lastDay: { gte: today } }] },
      orderBy: [...inOrder],
      include: { services: { select: { serviceId: true } } },
    });
    const photos = await tx.practitionerPhoto.findMany({
      where: { tenantId },
      select: { practitionerId: true, digest: true },
    });
    const documents = await publishedDocuments(tx, tenantId);
    const places = await tx.weeklyHours.findMany({
      where: { tenantId },
      distinct: ["practitionerId", "locationId"],
      select: { practitionerId: true, locationId: true },
      orderBy: { locationId: "asc" },
    });
    return {
      now,
      name: studio.name,
      slug: studio.slug,
      tagline: studio.tagline,
      about: studio.about,
      timeZone: studio.timeZone,
      locale: studio.locale,
      primaryColor: studio.primaryColor,
      phone: studio.phone,
      email: studio.email,
      open: studio.status === "active",
      ended: studio.status === "cancelled",
      minNoticeMin: studio.minNoticeMin,
      minNoticeDays: studio.minNoticeDays,
      horizonDays: studio.horizonDays,
      weekStart: weekStartOf(studio),
      cancellationWindowMin: studio.cancellationWindowMin,
      cancellationPolicy: studio.cancellationPolicy,
      policyVersion: studio.policyVersion,
      documents: documents.map(({ kind, version }) => ({ kind, version })),
      locations,
      services: services.map((service) => ({
        ...service,
        approval: approvalOf(service),
        moreLengths: moreLengthsOf(service),
        minNoticeMin: service.minNoticeMin ?? studio.minNoticeMin,
        minNoticeDays: service.minNoticeDays ?? studio.minNoticeDays,
        horizonDays: service.horizonDays ?? studio.horizonDays,
      })),
      practitioners: practitioners.map((practitioner) => ({
        ...practitioner,
        photo: photos.find(({ practitionerId }) => practitionerId === practitioner.id)?.digest ?? null,
        serviceIds: onlyShown(practitioner.services, services),
        locationIds: places
          .filter(({ practitionerId }) => practitionerId === practitioner.id)
          .map(({ locationId }) => locationId)
          .filter((id) => locations.some((location) => location.id === id)),
      })),
    };
  },
});

function onlyShown(
  offered: readonly { readonly serviceId: string }[],
  services: readonly { readonly id: string }[],
): string[] {
  return services.map(({ id }) => id).filter((id) => offered.some(({ serviceId }) => serviceId === id));
}
