import { z } from "zod";
import {
  askToCancelByLink,
  cancelByLink,
  clientDetails,
  rescheduleByLink,
  viewAppointment,
} from "./public-booking.ts";
import { appointmentStatusSchema } from "./scheduling.ts";
import { visitModeSchema } from "./studio.ts";
import { idSchema, instantSchema, lineSchema, localDateSchema, slugSchema, tokenSchema } from "./wire.ts";

/** Somebody asks for the way in to the portal: exactly one plain address, and the birth date that stands on the record (AUTH-08). */
export const askWayIn = z.strictObject({ email: clientDetails.shape.email, birthDate: localDateSchema });
export type AskedWayIn = z.output<typeof askWayIn>;

/** The secret at the end of the mail's link: 256 bits as text. */
export const wayInLink = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const atStudio = { studio: slugSchema };

/** A visit in the list of a client's own. */
const ownVisit = z.object({
  id: z.string(),
  status: appointmentStatusSchema,
  startsAt: z.number(),
  endsAt: z.number(),
  timeZone: z.string(), // the venue's
  mode: visitModeSchema,
  serviceName: z.string(),
  practitionerName: z.string(),
  locationName: z.string(),
  canCancel: z.boolean(),
  canReschedule: z.boolean(),
});
export type OwnVisit = z.infer<typeof ownVisit>;

/** One's own visits: those to come, soonest first, and those that are over or cancelled, latest first, at most fifty. */
export const listOwnVisits = {
  input: z.strictObject(atStudio),
  output: z.object({
    givenName: z.string(),
    now: z.number(),
    callToBook: z.boolean(), // by the studio's rule about missed visits: a new visit is arranged by telephone
    coming: z.array(ownVisit),
    past: z.array(ownVisit),
  }),
};

const shown = viewAppointment.output.options[0].shape.value;

export const viewOwnVisit = {
  input: z.strictObject({ ...atStudio, appointmentId: idSchema<"appointment">() }),
  output: shown.extend({ moving: tokenSchema }), // for free times around it: with it the visit's own time counts as free
};

export const cancelOwnVisit = {
  input: z.strictObject({ ...atStudio, appointmentId: idSchema<"appointment">(), reason: lineSchema(100) }),
  output: z.discriminatedUnion("ok", [
    cancelByLink.output.options[0],
    z.object({
      ok: z.literal(false),
      refusal: z.object({ code: z.enum(["too_late", "already_started", "already_cancelled"]) }),
    }),
  ]),
};

export const askToCancelOwnVisit = {
  input: cancelOwnVisit.input,
  output: z.discriminatedUnion("ok", [
    askToCancelByLink.output.options[0],
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["not_needed", "turned_down", "already_started", "already_cancelled"]),
      }),
    }),
  ]),
};

export const rescheduleOwnVisit = {
  input: z.strictObject({
    ...atStudio,
    appointmentId: idSchema<"appointment">(),
    practitionerId: idSchema<"practitioner">().nullable(),
    startsAt: instantSchema,
    seen: rescheduleByLink.input.shape.seen,
  }),
  output: rescheduleByLink.output,
};

/** Where one is signed in to the portal. */
export const listClientSessions = {
  input: z.strictObject(atStudio),
  output: z.object({
    sessions: z.array(
      z.object({
        sessionId: z.string(),
        device: z.object({
          browser: z.string(),
          system: z.string(),
          kind: z.enum(["computer", "phone", "tablet"]),
        }),
        ip: z.string().nullable(),
        startedAt: z.number(),
        lastActiveAt: z.number(),
        own: z.boolean(),
      }),
    ),
  }),
};

export const endClientSession = {
  input: z.strictObject({ ...atStudio, sessionId: z.uuid() }),
  output: z.object({}),
};

export const endOtherClientSessions = { input: z.strictObject(atStudio), output: z.object({}) };

/** When one's session ends: if nothing is done, and at the latest. By the server's wall clock, `now`. */
export const clientSessionClock = {
  input: z.strictObject(atStudio),
  output: z.object({ now: z.number(), idleEndsAt: z.number(), endsAt: z.number() }),
};
