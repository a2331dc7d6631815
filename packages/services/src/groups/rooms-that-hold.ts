import { peopleWith, type SlotRefusal } from "@quietroom/domain/scheduling";
import type { VerbWork } from "../define-verb.ts";

/** A room that could be chosen instead of one that does not hold everybody. */
type Room = {
  readonly id: string;
  readonly name: string;
  readonly locationName: string;
  readonly holds: number;
};

/** So many rooms are named at once, the smallest that do first. */
const mostNamed = 5;

/** The studio's rooms in use that hold so many people, those who lead a session among them. */
export async function roomsThatHold(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  people: number,
): Promise<readonly (Room & { readonly locationId: string })[]> {
  const rooms = await tx.resource.findMany({
    where: { tenantId, kind: "room", active: true, capacity: { gte: people } },
    select: { id: true, name: true, locationId: true, capacity: true },
    orderBy: [{ capacity: "asc" }, { name: "asc" }, { id: "asc" }],
  });
  const places = await tx.location.findMany({
    where: { tenantId, active: true },
    select: { id: true, name: true },
  });
  return rooms.flatMap(({ id, name, locationId, capacity: holds }) => {
    const place = places.find((one) => one.id === locationId);
    return place === undefined ? [] : [{ id, name, locationId, locationName: place.name, holds }];
  });
}

/**
 * A refusal in which "no room" says which: none of the place holds so many people, or the chosen one does not (the rooms that do are
 * named, at other places as well), or those that do are taken.
 */
export async function withRooms<Code extends string>(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  session: {
    readonly locationId: string;
    readonly capacity: number;
    readonly withPractitionerIds: readonly string[];
  },
  code: Code,
  chosen: string | null = null,
): Promise<
  | { readonly code: Code | SlotRefusal }
  | { readonly code: "room_too_small"; readonly rooms: Pick<Room, "name" | "locationName" | "holds">[] }
> {
  if (code !== "no_room") return { code };
  const rooms = await roomsThatHold(
    work,
    peopleWith(session.capacity, 1 + session.withPractitionerIds.length),
  );
  const fits =
    chosen === null
      ? rooms.some(({ locationId }) => locationId === session.locationId)
      : rooms.some(({ id }) => id === chosen);
  return fits ? { code } : tooSmall(rooms);
}

/** That a room does not hold a session, with those that do. */
export function tooSmall(rooms: readonly Room[]) {
  return {
    code: "room_too_small" as const,
    rooms: rooms.slice(0, mostNamed).map(({ name, locationName, holds }) => ({ name, locationName, holds })),
  };
}
