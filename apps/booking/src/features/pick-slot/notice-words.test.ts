import { expect, test } from "vitest";
import { noticeWords } from "./notice-words.ts";

test("BOOK-04 ec-C9 the notice is said in both its parts, and what asks for nothing is left out", () => {
  expect(noticeWords({ minNoticeMin: 120, minNoticeDays: 0 })).toBe("2 hours");
  expect(noticeWords({ minNoticeMin: 60, minNoticeDays: 1 })).toBe("1 day and 1 hour");
  expect(noticeWords({ minNoticeMin: 90, minNoticeDays: 0 })).toBe("90 minutes");
  expect(noticeWords({ minNoticeMin: 0, minNoticeDays: 3 })).toBe("3 days");
  expect(noticeWords({ minNoticeMin: 0, minNoticeDays: 0 })).toBe("shortly");
});
