import { expect, test } from "vitest";
import { cancelledWords } from "./cancelled-words.ts";

test("ec-I15 who cancelled is told until when they can undo it, and where the hour goes only then", () => {
  const clock = { timeZone: "America/New_York", locale: "en-US" };
  const told = { takesMail: true };
  const undoUntil = Date.UTC(2027, 5, 15, 18, 10);
  expect(cancelledWords({ undoUntil, freedFor: "waitlist" }, clock, told)).toBe(
    "The client is told. You can undo it until 2:10 PM; then the hour goes to the waitlist.",
  );
  expect(cancelledWords({ undoUntil, freedFor: "nobody" }, clock, told)).toBe(
    "The client is told. You can undo it until 2:10 PM. Nobody on the waitlist is asked about the hour.",
  );
  expect(cancelledWords({ undoUntil: null, freedFor: "waitlist" }, clock, told)).toBe(
    "The client is told; the hour goes to the waitlist.",
  );
  expect(cancelledWords({ undoUntil: null, freedFor: "nobody" }, clock, told)).toBe(
    "The client is told. Nobody on the waitlist is asked about the hour.",
  );
});

test("NOTIF-07 where no mail goes to the client, who cancelled reads that they have to call", () => {
  const clock = { timeZone: "America/New_York", locale: "en-US" };
  expect(cancelledWords({ undoUntil: null, freedFor: "waitlist" }, clock, { takesMail: false })).toBe(
    "No mail goes to the client’s address: call them; the hour goes to the waitlist.",
  );
});
