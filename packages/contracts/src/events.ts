import { z } from "zod";

const uuid = z.uuid();
const about = <T extends z.ZodRawShape>(more: T) => z.strictObject({ tenantId: uuid, ...more });

/** That the client hears of it in one message with others, which has an event of its own. */
const told = z.literal("with_others").optional();

/** That the studio did it, also where the visit says that it was the client's booking or wish. */
const by = z.literal("studio").optional();

/**
 * Every event that leaves a transaction, by name. Ids, versions and instants only: an event may be stored by
 * whoever runs the jobs, so it never carries a name, an address or a word of content.
 */
export const eventSchemas = {
  "appointment/held": about({ appointmentId: uuid }),
  "appointment/hold-released": about({ appointmentId: uuid }),
  "appointment/booked": about({ appointmentId: uuid, version: z.int(), told, by }),
  "appointment/rescheduled": about({ appointmentId: uuid, version: z.int(), told }),
  "appointment/cancelled": about({ appointmentId: uuid, version: z.int(), told, by }),
  "series/changed": about({
    news: z.enum(["confirmation", "rescheduled", "cancelled"]),
    visits: z.array(z.strictObject({ appointmentId: uuid, version: z.int() })).min(1),
  }),
  "appointment/requested": about({ appointmentId: uuid, version: z.int() }),
  "appointment/request-ended": about({
    appointmentId: uuid,
    version: z.int(),
    ending: z.enum(["declined", "expired"]),
  }),
  "appointment/cancellation-asked": about({ appointmentId: uuid, version: z.int() }),
  "appointment/cancellation-turned-down": about({ appointmentId: uuid, version: z.int() }),
  "appointment/status-changed": about({ appointmentId: uuid, version: z.int() }),
  "appointment/resource-changed": about({ appointmentId: uuid, version: z.int() }),
  "group/changed": about({ groupSessionId: uuid }),
  "availability/changed": about({ practitionerId: uuid }),
  "closure/changed": about({ closureId: uuid }),
  "location/changed": about({ locationId: uuid }),
  "resource/changed": about({ resourceId: uuid }),
  "service/changed": about({ serviceId: uuid }),
  "opening/created": about({ openingId: uuid }),
  "opening/reopened": about({ openingId: uuid }),
  "opening/waits": about({ openingId: uuid }),
  "opening/closed": about({ openingId: uuid }),
  "waitlist/joined": about({ entryId: uuid }),
  "waitlist/changed": about({ entryId: uuid }),
  "waitlist/left": about({ entryId: uuid }),
  "waitlist/offered": about({ openingId: uuid, offerId: uuid }),
  "waitlist/answered": about({ openingId: uuid, offerId: uuid }),
  "waitlist/unreached": about({ offerId: uuid }),
  "client/corrected": about({ clientId: uuid }),
  "client/way-in-asked": about({ wayInId: uuid }),
  "client/mail-planned": about({ mailId: uuid }),
  "security/incident-raised": about({ incidentId: uuid }),
  "security/incident-reviewed": about({ incidentId: uuid }),
  "keys/rotation-asked": about({}),
  "staff/mail-planned": about({ mailId: uuid }),
  "notification/asked-again": about({ notificationId: uuid }),
  "notification/text-planned": about({ notificationId: uuid, offerId: uuid.nullable().optional() }),
  "notification/recorded": about({ notificationId: uuid }),
  "notification/reported": about({ notificationId: uuid }),
  "bell/rung": about({ noticeId: uuid }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventData<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>;

/** What the database announces at commit on the channel "outbox": which studio's outbox grew, and by what. */
export const outboxAnnouncement = z.object({ tenantId: uuid, id: uuid, seq: z.number(), name: z.string() });
