import { type Instant, instant } from "@quietroom/domain/time";

/** An instant as the driver wants it for a `timestamptz` column. */
export function toInstantColumn(at: Instant): Date {
  return new Date(at);
}

/** The instant in a `timestamptz` column. */
export function fromInstantColumn(column: Date): Instant {
  return instant(column.getTime());
}
