/** In person at the location, or by video. */
export type VisitMode = "in_person" | "telehealth";

/** How the buffers of two neighbouring visits count: one after the other, or only the longer of the two (ec-C4). */
export const bufferSums = ["sum", "max"] as const;
export type BufferSum = (typeof bufferSums)[number];

/** The rules of a service that shape its times; whole elapsed minutes. The step is at least 1, the rest may be 0. */
export type ServiceRules = {
  readonly durationMin: number;
  readonly stepMin: number;
  readonly bufferBeforeMin: number;
  readonly bufferAfterMin: number;
  readonly minNoticeMin: number;
  /** So many dates before the visit's own, by the calendar of the hours, beside the minutes (ec-C9). Absent: none. */
  readonly minNoticeDays?: number;
  /** Between this visit and others of its practitioner. Absent: both buffers count. */
  readonly bufferSum?: BufferSum;
  /** Whether its buffers have to lie within working hours too, and not the visit alone (ec-C5). Absent: the visit alone. */
  readonly buffersInHours?: boolean;
};

/**
 * The rules by which one practitioner gives a service: the minutes that they keep free for their notes after each visit come after the
 * service's own buffer, and are taken like it, with the room that they sit in (SCHED-25). Absent: none.
 */
export function givenBy(
  service: ServiceRules,
  { notesMin = 0 }: { readonly notesMin?: number } = {},
): ServiceRules {
  if (notesMin === 0) return service;
  const longest = longestFromStartMin - service.durationMin;
  return { ...service, bufferAfterMin: Math.min(service.bufferAfterMin + notesMin, longest) };
}

/** No visit takes anybody's time for longer than this after its start: its own eight hours, and two. */
const longestFromStartMin = 600;

/** How long before a start clients book it by themselves, by both of its parts. */
export type Notice = Pick<ServiceRules, "minNoticeMin" | "minNoticeDays">;

/** The service without its buffers. */
export function bare(service: ServiceRules): ServiceRules {
  return { ...service, bufferBeforeMin: 0, bufferAfterMin: 0 };
}

/** The same rules for those whom no notice binds. */
export function withoutNotice(service: ServiceRules): ServiceRules {
  return { ...service, minNoticeMin: 0, minNoticeDays: 0 };
}
