/** How long before a start it is booked online: elapsed minutes, and dates before its own by the calendar. */
export type ShownNotice = { readonly minNoticeMin: number; readonly minNoticeDays: number };

/** "2 hours", "1 day", "2 days and 90 minutes": what asks for nothing is left out. */
export function noticeWords({ minNoticeMin, minNoticeDays }: ShownNotice): string {
  const days = minNoticeDays === 0 ? [] : [counted(minNoticeDays, "day")];
  const time = minNoticeMin === 0 ? [] : [timeWords(minNoticeMin)];
  return [...days, ...time].join(" and ") || "shortly";
}

function timeWords(minutes: number): string {
  return Number.isInteger(minutes / 60) ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
