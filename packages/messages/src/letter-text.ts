import type { MessageStudio } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import type { Letter, LetterCard, LetterDate } from "./letter.ts";

/** The plain-text twin: what the HTML says, in the same order, readable by eye and by screen reader. */
export function letterText(letter: Letter, studio: MessageStudio): string {
  const blocks = [
    letter.title,
    ...letter.opening,
    ...(letter.card === null ? [] : [cardText(letter.card)]),
    ...(letter.dates ?? []).map(dateText),
    ...letter.actions.map(({ label, url }) => `${label}:\n${url}`),
    ...letter.notes.map(({ title, paragraphs }) => [title, ...paragraphs].join("\n")),
    [
      "-- ",
      plainLine(studio.name),
      plainLine(studio.phone),
      "To reach the studio, reply to this message or call.",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function dateText({ when, details, url }: LetterDate): string {
  return [when, ...details, ...(url === null ? [] : [url])].map((row) => `  ${row}`).join("\n");
}

function cardText({ when, also, before, standing, facts }: LetterCard): string {
  const rows = [
    ...(standing === "cancelled" ? ["CANCELLED"] : []),
    `When: ${when.day}, ${when.hours}, ${when.zone}`,
    ...(also === null ? [] : [`${also.label}: ${also.text}`]),
    ...(before === null ? [] : [`${before.label}: ${before.text}`]),
    ...facts.map(({ label, lines }) => `${label}: ${lines.join(", ")}`),
  ];
  return rows.map((row) => `  ${row}`).join("\n");
}
