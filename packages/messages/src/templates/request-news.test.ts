import type { RequestNews } from "@quietroom/domain/messaging";
import { describe, expect, test } from "vitest";
import { renderMessage } from "../render-message.tsx";
import { sampleMessages } from "../samples.ts";

const kinds: readonly RequestNews["news"][] = [
  "request_received",
  "request_declined",
  "request_expired",
  "cancellation_turned_down",
];

describe.each(kinds)("%s", (news) => {
  test("BOOK-06 SCHED-17 says what became of it, names the studio in its subject and leads to the visit's page", async () => {
    const { subject, text } = await renderMessage({ ...sampleMessages["request-news"], news });
    expect(subject).toContain("Harbour Physiotherapy");
    expect(text).toContain("https://book.example/harbour/manage/abc");
    expect(text.includes("CANCELLED")).toBe(news === "request_declined" || news === "request_expired");
  });
});

test("BOOK-06 a request is never called confirmed", async () => {
  const { subject, text } = await renderMessage(sampleMessages["request-news"]);
  expect(`${subject} ${text}`).not.toMatch(/is confirmed/i);
  expect(text).toContain("It is not confirmed yet");
});
