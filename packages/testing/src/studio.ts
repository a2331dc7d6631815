import { randomUUID } from "node:crypto";
import type { Actor } from "@quietroom/domain/access";
import { asId, type LocationId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import type { Result } from "@quietroom/domain/result";
import type { OfferQuietRule } from "@quietroom/domain/scheduling";
import { type Runtime, systemContext, type VerbContext } from "@quietroom/services";
import {
  addPractitioner,
  addResource,
  provisionTenant,
  saveService,
  setWeeklyHours,
} from "@quietroom/services/studio";
import { v7 as uuidv7 } from "uuid";

export type TestStudio = {
  readonly tenantId: string;
  readonly slug: string;
  readonly locationId: LocationId;
  readonly roomIds: readonly string[];
  readonly practitionerIds: readonly PractitionerId[];
  /** The first of each, for tests that need only one. */
  readonly practitionerId: PractitionerId;
  readonly serviceId: ServiceId;
  /** Contexts of everyone who may ask something of this studio. */
  as(who: Who): VerbContext;
};

export type Who =
  | "public"
  | "system"
  | "admin"
  | "receptionist"
  | { readonly therapist: string }
  | { readonly client: string }
  | { readonly link: "hold" | "appointment" | "offer"; readonly id: string };

/** A room or a device of which nothing is said. */
export const plainRoom = { type: "", equipment: [], capacity: 2, stepFree: false, cleaningMin: 0 };

/** What a service asks that asks for nothing in particular. */
const anyRoom = {
  roomType: "",
  roomEquipment: [],
  roomCapacity: 2,
  roomStepFree: false,
  preferredRoomIds: [],
  deviceType: "",
};

type StudioWishes = {
  readonly name?: string;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly practitioners?: number;
  readonly rooms?: number;
  /** Whether new visitors confirm their email address. Default no, as most cases are about something else. */
  readonly confirmEmails?: boolean;
  /** What becomes of offers at night. Default nothing, so that a case about something else holds at any hour. */
  readonly offerQuietRule?: OfferQuietRule;
  /** What every practitioner works, each day of the week. Default 09:00 to 17:00. */
  readonly hours?: readonly (readonly [start: string, end: string])[];
  readonly service?: Partial<Parameters<typeof saveService>[1]>;
};

/** Hours alone decide about times, so that a case can be about any of them. */
const aroundTheClock = Array.from({ length: 7 }, (): [string, string] => ["00:00", "24:00"]);

/**
 * A studio built through the product's own verbs: one location, rooms, practitioners who work every day, and one service of
 * 60 minutes on a 30-minute grid, without buffers, that all of them offer in person and online.
 */
export async function createStudio(runtime: Runtime, wishes: StudioWishes = {}): Promise<TestStudio> {
  const tenantId = uuidv7();
  const slug = `studio-${tenantId.slice(-12)}`;
  const timeZone = wishes.timeZone ?? "America/New_York";
  const provisioned = succeeded(
    await provisionTenant(systemContext(runtime, tenantId, "test"), {
      name: wishes.name ?? "Studio under test",
      slug,
      tagline: "",
      about: "",
      timeZone,
      locale: "en-US",
      currency: wishes.currency ?? "USD",
      primaryColor: "#3B82F6",
      phone: "+1 212 555 0100",
      email: "studio@example.com",
      cancellationPolicy: "Cancel up to 24 hours before.",
      confirmEmails: wishes.confirmEmails ?? false,
      offerQuietRule: wishes.offerQuietRule ?? "none",
      services: "none",
      location: {
        name: "Main Street",
        addressLine: "1 Main Street",
        city: "New York",
        region: "NY",
        postalCode: "10001",
        country: "US",
        phone: "",
        directions: "",
        timeZone,
        opening: aroundTheClock,
      },
    }),
  );
  const locationId = asId<LocationId>(provisioned.locationId);
  const as = (who: Who): VerbContext => ({
    runtime,
    actor: actorFor(tenantId, who),
    requestId: randomUUID(),
  });
  const admin = as("admin");

  const roomIds: string[] = [];
  for (let room = 1; room <= (wishes.rooms ?? 1); room += 1) {
    const asked = { ...plainRoom, capacity: 12, kind: "room", locationId, name: `Room ${room}` } as const;
    roomIds.push(succeeded(await addResource(admin, asked)).id);
  }
  const practitionerIds: PractitionerId[] = [];
  const hours = wishes.hours ?? [["09:00", "17:00"]];
  for (let person = 1; person <= (wishes.practitioners ?? 1); person += 1) {
    const added = await addPractitioner(admin, { displayName: `Practitioner ${person}`, title: "", bio: "" });
    const practitionerId = asId<PractitionerId>(succeeded(added).practitionerId);
    practitionerIds.push(practitionerId);
    const rows = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) =>
      hours.map(([start, end]) => ({
        locationId,
        weekday,
        start,
        end,
        everyWeeks: 1,
        effectiveFrom: null,
        effectiveUntil: null,
      })),
    );
    succeeded(await setWeeklyHours(admin, { practitionerId, version: 1, rows }));
  }
  const service = succeeded(
    await saveService(admin, {
      id: null,
      version: null,
      name: "Regular session",
      description: "",
      durationMin: 60,
      stepMin: 30,
      bufferBeforeMin: 0,
      bufferAfterMin: 0,
      maxPerDay: null,
      maxPerWeek: null,
      newClients: "anyone",
      priceMinor: 12_000,
      modes: ["in_person", "telehealth"],
      needsRoom: true,
      ...anyRoom,
      onlineBookable: true,
      active: true,
      practitionerIds,
      ...wishes.service,
    }),
  );
  const [practitionerId] = practitionerIds;
  if (practitionerId === undefined) throw new Error("a studio needs a practitioner");
  const serviceId = asId<ServiceId>(service.id);
  return { tenantId, slug, locationId, roomIds, practitionerIds, practitionerId, serviceId, as };
}

/** The value of an answer that a test counts on; a refusal fails the test with its code. */
export function succeeded<T>(answer: Result<T, unknown>): T {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}

function actorFor(tenantId: string, who: Who): Actor {
  const staff = { kind: "staff", tenantId, staffUserId: uuidv7(), sessionId: uuidv7() } as const;
  if (who === "public") return { kind: "public", tenantId };
  if (who === "system") return { kind: "system", tenantId, reason: "test" };
  if (who === "admin" || who === "receptionist") return { ...staff, roles: [who], practitionerId: null };
  if ("therapist" in who) return { ...staff, roles: ["therapist"], practitionerId: who.therapist };
  if ("client" in who)
    return { kind: "client", tenantId, clientId: who.client, clientAccountId: uuidv7(), sessionId: uuidv7() };
  return { kind: "link", tenantId, subject: { kind: who.link, id: who.id } };
}
