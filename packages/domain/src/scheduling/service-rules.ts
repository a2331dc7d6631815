/** In person at the location, or by video. */
export type VisitMode = "in_person" | "telehealth";

/** The rules of a service that shape its times; whole elapsed minutes. The step is at least 1, the rest may be 0. */
export type ServiceRules = {
  readonly durationMin: number;
  readonly stepMin: number;
  readonly bufferBeforeMin: number;
  readonly bufferAfterMin: number;
  readonly minNoticeMin: number;
};
