import type { WhenText } from "./when.ts";

/**
 * What a message says, before it has a look: one letter becomes the HTML and its plain-text twin, so the two cannot
 * disagree. Every string is one clean line.
 */
export type Letter = {
  readonly subject: string;
  /** The line a mail client shows beside the subject. Times at most. */
  readonly preview: string;
  readonly title: string;
  readonly opening: readonly string[];
  readonly card: LetterCard | null;
  /** Many times at once, each with what belongs to it; empty where the card says it all. */
  readonly dates?: readonly LetterDate[];
  readonly actions: readonly LetterAction[];
  readonly notes: readonly LetterNote[];
};

export type LetterCard = {
  readonly when: WhenText;
  /** A second zone, labelled; null when one zone says it all. */
  readonly also: { readonly label: string; readonly text: string } | null;
  /** A time that no longer holds. */
  readonly before: { readonly label: string; readonly text: string } | null;
  readonly standing: "stands" | "cancelled";
  readonly facts: readonly { readonly label: string; readonly lines: readonly string[] }[];
};

/** One of many times: its link is its own words, so that each link says where it leads. */
export type LetterDate = {
  readonly when: string;
  readonly details: readonly string[];
  /** Null where nothing is left to be done with it. */
  readonly url: string | null;
};

export type LetterAction = {
  readonly label: string;
  readonly url: string;
  readonly weight: "primary" | "quiet";
};

export type LetterNote = { readonly title: string; readonly paragraphs: readonly string[] };
