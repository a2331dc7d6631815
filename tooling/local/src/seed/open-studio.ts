import { asId, type LocationId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import type { DocumentKind } from "@quietroom/domain/records";
import { type Runtime, systemContext, type VerbContext } from "@quietroom/services";
import { publishDocument } from "@quietroom/services/agreements";
import { createStaffUser, endSession, resolveSession, type SignedIn } from "@quietroom/services/staff";
import {
  addPractitioner,
  addResource,
  provisionTenant,
  saveService,
  setWeeklyHours,
} from "@quietroom/services/studio";
import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { agreed } from "./agreed.ts";
import type { DemoStudio } from "./demo-studios.ts";
import { enrolApp } from "./enrol-app.ts";

/** One person who can sign in to the demo. */
export type DemoSignIn = {
  readonly role: "admin" | "receptionist" | "therapist";
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** What their authenticator app holds, in base32. */
  readonly totpSecret: string;
};

export type OpenedStudio = {
  readonly demo: DemoStudio;
  readonly tenantId: string;
  readonly locationId: LocationId;
  readonly practitionerIds: readonly PractitionerId[];
  readonly services: readonly OpenedService[];
  readonly signIns: readonly DemoSignIn[];
  /** What its clients accept when they book. */
  readonly documents: readonly { readonly kind: DocumentKind; readonly version: number }[];
  /** The admin, signed in. */
  readonly admin: VerbContext;
  readonly visitor: VerbContext;
  readonly system: VerbContext;
  linkContext(kind: "hold" | "appointment" | "offer", id: string): VerbContext;
};

export type OpenedService = DemoStudio["services"][number] & { readonly id: ServiceId };

/** Everyone in the demo has the same long password: it is printed on the screen, and is worth nothing anywhere else. */
const demoPassword = "quiet-water-moves-stones";

/** Opens a studio as its people would: provisioned by the system, then set up by its admin, who signs in for it. */
export async function openStudio(runtime: Runtime, demo: DemoStudio): Promise<OpenedStudio> {
  const tenantId = uuidv7();
  const system = systemContext(runtime, tenantId, "seed");
  const { locationId: location } = agreed(
    await provisionTenant(system, { ...demo.studio, confirmEmails: false, services: "none" }),
  );
  const locationId = asId<LocationId>(location);
  const signIns: DemoSignIn[] = [];

  const hire = async (
    role: DemoSignIn["role"],
    person: { readonly displayName: string; readonly email: string },
    practitionerId: string | null,
  ): Promise<SignedIn> => {
    const { displayName, email } = person;
    agreed(
      await createStaffUser(system, {
        displayName,
        email,
        roles: [role],
        practitionerId,
        password: demoPassword,
      }),
    );
    const { totpSecret, session } = await enrolApp(runtime, { email, password: demoPassword });
    signIns.push({ role, name: displayName, email, password: demoPassword, totpSecret });
    return session;
  };
  const admin = await contextOf(runtime, await hire("admin", demo.admin, null));
  await endSession(runtime, await hire("receptionist", demo.receptionist, null));

  for (const [name, capacity] of demo.rooms) {
    const room = { type: "", equipment: [], capacity, stepFree: false, cleaningMin: 0 };
    agreed(await addResource(admin, { ...room, kind: "room", locationId, name }));
  }
  const practitionerIds: PractitionerId[] = [];
  for (const person of demo.practitioners) {
    const { displayName, title, bio } = person;
    const added = agreed(await addPractitioner(admin, { displayName, title, bio }));
    const practitionerId = asId<PractitionerId>(added.practitionerId);
    practitionerIds.push(practitionerId);
    const rows = weeklyRows(locationId, person.hours);
    agreed(await setWeeklyHours(admin, { practitionerId, version: 1, rows }));
    await endSession(runtime, await hire("therapist", person, practitionerId));
  }
  const services: OpenedService[] = [];
  for (const service of demo.services) {
    const { by, ...fields } = service;
    const saved = await saveService(admin, {
      ...fields,
      id: null,
      version: null,
      bufferBeforeMin: 0,
      maxPerDay: null,
      maxPerWeek: null,
      newClients: "anyone",
      needsRoom: service.modes.includes("in_person"),
      roomType: "",
      roomEquipment: [],
      roomCapacity: 2,
      roomStepFree: false,
      preferredRoomIds: [],
      deviceType: "",
      onlineBookable: true,
      active: true,
      practitionerIds: practitionerIds.filter((_, index) => by.includes(index)),
    });
    services.push({ ...service, id: asId<ServiceId>(agreed(saved).id) });
  }
  const documents: { kind: DocumentKind; version: number }[] = [];
  for (const { kind, body } of demo.documents) {
    const { version } = agreed(await publishDocument(admin, { kind, basedOn: 0, body }));
    documents.push({ kind, version });
  }
  return {
    demo,
    tenantId,
    locationId,
    practitionerIds,
    services,
    signIns,
    documents,
    admin,
    system,
    visitor: { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() },
    linkContext: (kind, id) => ({
      runtime,
      actor: { kind: "link", tenantId, subject: { kind, id } },
      requestId: randomUUID(),
    }),
  };
}

async function contextOf(runtime: Runtime, session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the seed's admin is not signed in");
  return { runtime, actor, requestId: randomUUID() };
}

type Rows = Parameters<typeof setWeeklyHours>[1]["rows"];

function weeklyRows(locationId: LocationId, hours: DemoStudio["practitioners"][number]["hours"]): Rows {
  return Object.entries(hours).flatMap(([weekday, ranges]) =>
    ranges.map(([start, end]) => ({
      locationId,
      weekday: Number(weekday),
      start,
      end,
      everyWeeks: 1,
      effectiveFrom: null,
      effectiveUntil: null,
    })),
  );
}
