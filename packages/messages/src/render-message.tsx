/** @jsxRuntime automatic */
import type { MessageContent } from "@quietroom/domain/messaging";
import { render } from "react-email";
import { composeLetter } from "./compose-letter.ts";
import { LetterEmail } from "./letter-email.tsx";
import { letterText } from "./letter-text.ts";

export type RenderedMessage = {
  /** One line without control characters, naming no more than the studio. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};

/**
 * Turns a message into the three parts of an email. The same content always renders to the same bytes, so that a
 * retry under the same idempotency key is the same request. Throws when a link is not http(s) or a zone is unknown:
 * both are made by our own code.
 */
export async function renderMessage(message: MessageContent): Promise<RenderedMessage> {
  const letter = composeLetter(message);
  for (const { url } of letter.actions) requireWebLink(url);
  for (const { url } of letter.dates ?? []) if (url !== null) requireWebLink(url);
  return {
    subject: letter.subject,
    html: await render(<LetterEmail letter={letter} studio={message.studio} />),
    text: letterText(letter, message.studio),
  };
}

function requireWebLink(url: string): void {
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(url)) throw new Error("a message links to http(s) addresses only");
}
