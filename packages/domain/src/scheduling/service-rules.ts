/** In person at the location, or by video. */
export type VisitMode = "in_person" | "telehealth";

/** The rules of a service that shape its times; whole elapsed minutes. The step is at least 1, the rest may be 0. */
export type ServiceRules = {
  readonly durationMin: number;
  readonly stepMin: number;
  readonly bufferBeforeMin: number;
  readonly bufferAfterMin: number;
  readonly minNoticeMin: number;
  /** So many dates before the visit's own, by the calendar of the hours, beside the minutes (ec-C9). Absent: none. */
  readonly minNoticeDays?: number;
};

/** How long before a start clients book it by themselves, by both of its parts. */
export type Notice = Pick<ServiceRules, "minNoticeMin" | "minNoticeDays">;

/** The same rules for those whom no notice binds. */
export function withoutNotice(service: ServiceRules): ServiceRules {
  return { ...service, minNoticeMin: 0, minNoticeDays: 0 };
}
