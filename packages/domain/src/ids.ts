declare const brand: unique symbol;

/** A UUID that names one kind of record. Ids of different kinds cannot be mixed up. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type TenantId = Id<"tenant">;
export type LocationId = Id<"location">;
export type ResourceId = Id<"resource">;
export type PractitionerId = Id<"practitioner">;
export type ServiceId = Id<"service">;
export type ClientId = Id<"client">;
export type AppointmentId = Id<"appointment">;
export type SeriesId = Id<"series">;
export type WaitlistEntryId = Id<"waitlist_entry">;
export type CancellationReasonId = Id<"cancellation_reason">;
export type WaitlistOfferId = Id<"waitlist_offer">;
export type OpeningId = Id<"opening">;
export type StaffUserId = Id<"staff_user">;
export type SessionId = Id<"session">;
export type NotificationId = Id<"notification">;
export type BellNoticeId = Id<"bell_notice">;

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a lower-case RFC 9562 UUID, the only shape of id that any edge accepts. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}

/** Brands a UUID that came from our own database or passed `isUuid` at the edge; that is why the cast holds. */
export function asId<T extends Id<string>>(uuid: string): T {
  return uuid as T;
}
