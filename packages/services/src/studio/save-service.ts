import type { saveService as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Prisma, Tx } from "@quietroom/db";
import { ok, refuse } from "@quietroom/domain/result";
import { repeatsLength } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { serviceRows } from "./service-rows.ts";
import { freeSlug, slugFromName, studioPages } from "./slug-from-name.ts";

type Input = InputOf<typeof contract>;
type Output = OutputOf<typeof contract>;

/** A constraint of visits: one who leads, and seven beside them. */
const mostTogether = 8;

/**
 * Creates a service (`id` null) in the studio's currency, or saves one as it was loaded at `version`. Appointments already
 * booked keep the length and price they were booked with (ec-C2). The public address stays when the name changes, so
 * that links keep working.
 */
export const saveService = defineVerb<Input, Output>({
  name: "studio.save_service",
  permission: "service:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { service_tenant_id_slug_key: { code: "changed_meanwhile" } },
  lookAgain: ["service_tenant_id_slug_key"], // two of one name at once: the second takes the next address
  async run({ tx, input, tenantId, audit, emit }) {
    const {
      id: askedId,
      version,
      practitionerIds,
      approval,
      needsSupervisor,
      needsScreening,
      moreLengths,
      horizonBusinessDays,
      horizonDays,
      ownNotice,
      category,
      color,
      together,
      ...fields
    } = input;
    const action = askedId === null ? "create" : "update";
    const stored =
      askedId === null
        ? null
        : found(
            await tx.service.findUnique({
              where: { tenantId_id: { tenantId, id: askedId } },
              select: { together: true },
            }),
          );
    const offeredBy = [...new Set(practitionerIds)];
    const known = await tx.practitioner.count({ where: { tenantId, id: { in: offeredBy } } });
    if (known !== offeredBy.length) {
      audit({ action, resource: "service", resourceId: askedId });
      return refuse({ code: "unknown_practitioner" });
    }
    const comeTogether = together ?? stored?.together ?? false;
    if (comeTogether && (offeredBy.length < 2 || offeredBy.length > mostTogether)) {
      audit({ action, resource: "service", resourceId: askedId });
      return refuse({ code: "together_needs_two" });
    }
    if (repeatsLength({ ...fields, moreLengths: moreLengths ?? [] })) {
      audit({ action, resource: "service", resourceId: askedId });
      return refuse({ code: "repeated_length" });
    }
    if (horizonBusinessDays && horizonDays) {
      audit({ action, resource: "service", resourceId: askedId });
      return refuse({ code: "two_horizons" });
    }
    const preferredRoomIds = [...new Set(fields.preferredRoomIds)];
    const rooms = await tx.resource.count({
      where: { tenantId, id: { in: preferredRoomIds }, kind: "room" },
    });
    if (rooms !== preferredRoomIds.length) {
      audit({ action, resource: "service", resourceId: askedId });
      return refuse({ code: "unknown_room" });
    }
    const data = {
      ...fields,
      ...(approval === undefined ? {} : { approval }),
      ...(needsSupervisor === undefined ? {} : { needsSupervisor }),
      ...(needsScreening === undefined ? {} : { needsScreening }),
      ...(together === undefined ? {} : { together }),
      ...(moreLengths === undefined ? {} : { moreLengths }),
      // One of the two takes the place of the other, also where only one is said.
      ...(horizonBusinessDays === undefined && horizonDays === undefined
        ? {}
        : { horizonBusinessDays: horizonBusinessDays ?? null, horizonDays: horizonDays ?? null }),
      ...(ownNotice === undefined ? {} : (ownNotice ?? { minNoticeMin: null, minNoticeDays: null })),
      ...(category === undefined ? {} : { category }),
      ...(color === undefined ? {} : { color }),
      preferredRoomIds,
      modes: [...new Set(fields.modes)],
    };
    const id = askedId === null ? await create(tx, tenantId, data) : askedId;
    audit({ action, resource: "service", resourceId: id, detail: { fields: Object.keys(input) } });
    if (askedId !== null) {
      const saved = await tx.service.updateMany({
        where: { tenantId, id, version: version ?? 0 },
        data: { ...data, version: { increment: 1 } },
      });
      if (saved.count === 0) return refuse({ code: "changed_meanwhile" });
    }
    await tx.practitionerService.deleteMany({ where: { tenantId, serviceId: id } });
    await tx.practitionerService.createMany({
      data: offeredBy.map((practitionerId) => ({ tenantId, practitionerId, serviceId: id })),
    });
    emit("service/changed", { serviceId: id });
    return ok(found((await serviceRows(tx, { tenantId, id })).at(0)));
  },
});

async function create(
  tx: Tx,
  tenantId: string,
  data: Omit<Prisma.ServiceUncheckedCreateInput, "tenantId" | "currency" | "slug" | "practitioners">,
): Promise<string> {
  const { currency } = found(
    await tx.tenant.findUnique({ where: { id: tenantId }, select: { currency: true } }),
  );
  const others = await tx.service.findMany({ where: { tenantId }, select: { slug: true, position: true } });
  const { id } = await tx.service.create({
    data: {
      ...data,
      tenantId,
      currency,
      slug: freeSlug(
        slugFromName(data.name, "service"),
        new Set([...studioPages, ...others.map((other) => other.slug)]),
      ),
      position: Math.max(0, ...others.map((other) => other.position + 1)),
    },
    select: { id: true },
  });
  return id;
}
