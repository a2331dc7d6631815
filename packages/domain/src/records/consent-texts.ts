import type { ConsentKind } from "./consent.ts";

export type ConsentText = {
  readonly title: string;
  /** What the client agrees to, in the words that are shown to them. */
  readonly agreed: string;
  /** What follows from not agreeing, or from taking it back. */
  readonly otherwise: string;
};

/** The words that clients agree to. Whoever changes one gives it a new version in `consentRules`, and a test says so. */
export const consentTexts: Readonly<Record<ConsentKind, ConsentText>> = {
  treatment: {
    title: "Treatment",
    agreed:
      "I agree to be seen and treated here. What is planned was explained to me, with its risks and what could be done instead, and my questions were answered.",
    otherwise: "Treatment does not begin, or stops. What was done before stays in the record.",
  },
  telehealth: {
    title: "Visits online",
    agreed:
      "I agree to visits by video. I know that a connection can fail, that some things cannot be seen or treated from afar, and that I say where I am at the beginning of each visit in case help is needed. This holds for one year.",
    otherwise: "Visits take place in person.",
  },
  text_messages: {
    title: "Text messages",
    agreed:
      "I agree to get text messages about my visits at the telephone number that I gave here: confirmations, reminders, changes, and times that come free. Text messages are not encrypted, and my carrier may charge for them. I can answer STOP at any time.",
    otherwise: "No text messages are sent. Everything comes by email.",
  },
  ai_notes: {
    title: "Help of software with notes",
    agreed:
      "I agree that software may help to draft notes about my visits. A person reads, corrects and signs every note, and software decides nothing about my care.",
    otherwise: "Notes are written without such help. My care is the same.",
  },
};
