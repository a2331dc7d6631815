import { contentFor, isTexted, type MessageContent } from "@quietroom/domain/messaging";
import { expect, test } from "vitest";
import { sampleMessages } from "./samples.ts";
import { type TextContent, textMessage } from "./text-message.ts";

/** The letters of GSM 03.38 that take one place each; "€" and brackets take two and are in none of our words. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/u;
/** Two segments that hang together have 153 letters each. */
const twoSegments = 306;

function text(content: MessageContent): string {
  const shown = contentFor("sms", content);
  if (!isTexted(shown)) throw new Error("this goes by email alone");
  return textMessage(shown);
}

const token = "x".repeat(76);
const ownUrl = `https://book.example.com/harbour-physio/visit/${token}`;

test("NOTIF-09 NOTIF-11 a text says who writes, when, where to read more and how to end it, and with whom or where not", () => {
  const said = text(sampleMessages["appointment-confirmation"]);
  expect(said).toBe(
    "Harbour Physiotherapy: Hello Ana, you are booked for Tue, Mar 10, 2:00 PM EDT (Tue, Mar 10, 6:00 PM your time). " +
      "Details: https://book.example/harbour/manage/abc Reply STOP to end texts.",
  );
  for (const absent of ["Maya", "Pier", "charged"]) expect(said).not.toContain(absent);
});

test.each(Object.values<MessageContent>(sampleMessages).filter(isTexted))(
  "NOTIF-09 $template is two segments of plain letters at most, with a link of real length",
  (content) => {
    const long = "manageUrl" in content ? { ...content, manageUrl: ownUrl } : content;
    const said = text("acceptUrl" in long ? { ...long, acceptUrl: ownUrl } : long);
    expect(said).toMatch(gsm);
    expect(said.length).toBeLessThanOrEqual(twoSegments);
    expect(said).toMatch(/Reply STOP to end texts\.$/);
  },
);

test("a studio's curly quotes and dashes do not halve the room; what has no plain letter stays", () => {
  const sample = sampleMessages["appointment-cancelled"];
  const studio = { ...sample.studio, name: "Łucja’s “Quiet” – Room…" };
  expect(text({ ...sample, studio })).toContain('Łucja\'s "Quiet" - Room...: ');
});

test("check 38: a name that is a sentence with an address is not sent to strangers, and a name begins no line", () => {
  const sample = sampleMessages["appointment-reminder"];
  const said = text({
    ...sample,
    clientFirstName: "Win at evil.example/now",
    studio: { ...sample.studio, name: "A\r\nB" },
  });
  expect(said).toMatch(/^A B: Hello, a reminder/);
  expect(said).not.toContain("evil");
});

test("NOTIF-11 words of a text that read what it may not show do not compile", () => {
  const words = [
    (content: TextContent) => content.visit.start,
    // @ts-expect-error with whom somebody meets says what for
    (content: TextContent) => content.visit.practitionerName,
    // @ts-expect-error nor where
    (content: TextContent) => content.visit.place,
    // @ts-expect-error the studio's free text may say anything
    (content: Extract<TextContent, { template: "appointment-confirmation" }>) => content.cancellation.policy,
  ];
  expect(words).toHaveLength(4);
});
