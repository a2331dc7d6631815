import type { StaffAccountNotice, StaffNotice } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";

type Words = {
  /** Of the subject, followed by the studio's name. */
  readonly subject: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly action: string;
  readonly note: { readonly title: string; readonly paragraphs: readonly string[] };
};

const notYou = {
  title: "If this was not you",
  paragraphs: ["Tell an admin of your studio at once, in person or by phone."],
};

const words: Readonly<Record<StaffNotice, Words>> = {
  second_factor_reset: {
    subject: "Your second sign-in step was reset",
    title: "Your second sign-in step was reset",
    paragraphs: [
      "An admin of your studio took away the authenticator app and the recovery codes of your account, and ended your sessions.",
      "At your next sign-in you set up an authenticator app again. Your password is unchanged.",
    ],
    action: "Sign in",
    note: { ...notYou, title: "If you did not ask for this" },
  },
  account_locked: {
    subject: "Too many attempts to sign in",
    title: "Your account was locked for a while",
    paragraphs: [
      "Somebody gave a wrong password or code five times in your name. New devices cannot sign in for half an hour, or for an hour if it goes on.",
      "A device that you have signed in from before still can, unless the attempts came from it. An admin of your studio can end the lock.",
    ],
    action: "See where you are signed in",
    note: notYou,
  },
};

/** Tells a member of staff what happened to their own account: what, what follows, and what to do if they did not want it. */
export function staffAccount(message: StaffAccountNotice): Letter {
  const { subject, title, paragraphs, action, note } = words[message.notice];
  return {
    subject: `${subject} at ${plainLine(message.studio.name)}`,
    preview: "About your own account.",
    title,
    opening: [greeting(message.recipientFirstName), ...paragraphs],
    card: null,
    actions: [{ label: action, url: message.actionUrl, weight: "primary" }],
    notes: [note],
  };
}
