import type { LocalDate } from "@quietroom/domain/time";

/** A local date as the driver wants it for a `date` column: midnight UTC of that date, which is how it comes back too. */
export function toDateColumn(date: LocalDate): Date {
  return new Date(`${date}T00:00:00.000Z`);
}

/** The local date in a `date` column. */
export function fromDateColumn(column: Date): LocalDate {
  return column.toISOString().slice(0, 10);
}
