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
      "An admin of your studio took away the authenticator app, the passkeys and the recovery codes of your account, and ended your sessions.",
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
  new_device: {
    subject: "A sign-in from a new browser",
    title: "A sign-in from a new browser",
    paragraphs: [
      "Your account was signed in to in a browser that it had not been used in before, with your second step as always.",
      "If it was you, there is nothing to do. Browsers that forget their cookies count as new each time.",
    ],
    action: "See where you are signed in",
    note: {
      title: "If this was not you",
      paragraphs: [
        "End the other sessions on your account page, choose another password, and tell an admin of your studio at once.",
      ],
    },
  },
  security_alert: {
    subject: "Something to review",
    title: "Look at the Security page",
    paragraphs: [
      "Something about the access to your studio looked wrong. The Security page says what it was and what to do next.",
      "However often it happens, no more than one mail an hour is sent about the same kind of thing.",
    ],
    action: "Open the Security page",
    note: {
      title: "Why you get this",
      paragraphs: ["Every admin of the studio is written to. Nothing about it is in this mail on purpose."],
    },
  },
  passkey_added: {
    subject: "A passkey was added to your account",
    title: "A passkey was added to your account",
    paragraphs: [
      "From now on it can sign in to your account, or stand in for the code of your authenticator app.",
      "Your password and your app are unchanged. You can see and remove passkeys under your account.",
    ],
    action: "See your passkeys",
    note: {
      title: "If this was not you",
      paragraphs: ["Remove it, and tell an admin of your studio at once, in person or by phone."],
    },
  },
  passkey_removed: {
    subject: "A passkey was removed from your account",
    title: "A passkey was removed from your account",
    paragraphs: [
      "It no longer signs in. Your device may go on offering it until you delete it there too.",
      "Your password and your app are unchanged.",
    ],
    action: "See your passkeys",
    note: notYou,
  },
  app_connected: {
    subject: "An app was connected to your account",
    title: "An app was connected to your account",
    paragraphs: [
      "For eight hours at most it may do in your name what you may do, but for what asks for a new code of your authenticator app.",
      "You can see and disconnect your apps under your account.",
    ],
    action: "See your apps",
    note: {
      title: "If this was not you",
      paragraphs: [
        "Disconnect it, sign out everywhere else, and tell an admin of your studio at once, in person or by phone.",
      ],
    },
  },
  password_reset: {
    subject: "Choose a new password",
    title: "Choose a new password",
    paragraphs: [
      "Somebody asked for a new password for your account. The link works once, for 15 minutes after this mail was written.",
      "At your next sign-in you are asked for the code of your authenticator app as always.",
    ],
    action: "Choose a new password",
    note: {
      title: "If you did not ask for this",
      paragraphs: ["Do nothing. Your password stays as it is, and nobody sees this link but you."],
    },
  },
  password_changed: {
    subject: "Your password was changed",
    title: "Your password was changed",
    paragraphs: [
      "The password of your account is a new one. Wherever you were signed in otherwise, the session has ended.",
    ],
    action: "Sign in",
    note: notYou,
  },
  password_ended: {
    subject: "Your password no longer counts",
    title: "Your account is being secured",
    paragraphs: [
      "An admin of your studio believes that somebody else may know how you sign in. Your password no longer counts, your sessions have ended, and your authenticator app and recovery codes were taken away.",
      "Choose a new password first; at the next sign-in you set up an authenticator app again.",
    ],
    action: "Choose a new password",
    note: { title: "If you did not expect this", paragraphs: ["Speak to an admin of your studio."] },
  },
  email_change: {
    subject: "Confirm your new address",
    title: "Is this your new address?",
    paragraphs: [
      "Somebody wants to sign in with this address from now on. The link works once, for an hour after this mail was written; until it is used nothing changes.",
    ],
    action: "Confirm this address",
    note: { title: "If you did not ask for this", paragraphs: ["Do nothing, and nothing changes."] },
  },
  email_changed: {
    subject: "Your account has another address",
    title: "Your account has another address",
    paragraphs: [
      "Your account is signed in to with another address from now on. This one no longer counts, and no further mail about the account comes here.",
    ],
    action: "Sign in",
    note: notYou,
  },
  invitation: {
    subject: "You are invited to work",
    title: "You are invited",
    paragraphs: [
      "The studio has made room for you in Quietroom. The link works once, for 48 hours after this mail was written: you choose a password there and set up an authenticator app on your phone.",
    ],
    action: "Accept the invitation",
    note: {
      title: "If you do not know the studio",
      paragraphs: ["Do nothing. The invitation ends by itself."],
    },
  },
  roles_changed: {
    subject: "Your roles were changed",
    title: "Your roles were changed",
    paragraphs: [
      "An admin of your studio changed what you may see and do, and ended your sessions.",
      "Sign in again, and the dashboard shows what your roles are for.",
    ],
    action: "Sign in",
    note: { title: "If you did not expect this", paragraphs: ["Speak to an admin of your studio."] },
  },
  access_restored: {
    subject: "You have access again",
    title: "You have access again",
    paragraphs: [
      "An admin of your studio gave you access again. Your email, your password and your authenticator app are those you had.",
    ],
    action: "Sign in",
    note: { title: "If you did not expect this", paragraphs: ["Speak to an admin of your studio."] },
  },
  identity_linked: {
    subject: "You can sign in another way",
    title: "Another way to sign in was linked",
    paragraphs: [
      "An account elsewhere now signs you in here in place of your password. The code of your authenticator app is asked for as before.",
      "You can take the link away on your account page.",
    ],
    action: "See how you sign in",
    note: notYou,
  },
  clock_rules_changed: {
    subject: "Visits under new clock rules",
    title: "The clock rules of a time zone have changed",
    paragraphs: [
      "Whoever sets the clocks in a time zone of your visits has changed its rules. Each of the visits concerned keeps its time on the wall of its place, and is at another moment than was reckoned with.",
      "Their clients have been told. Please look at your calendar, above all if you work across time zones.",
    ],
    action: "Open the calendar",
    note: {
      title: "If a time does not suit",
      paragraphs: ["Move the visit from the calendar; its client is told."],
    },
  },
};

/** The line beside the subject, where it is not about the reader's own account. */
const previews: Readonly<Partial<Record<StaffNotice, string>>> = {
  security_alert: "About access to your studio.",
  clock_rules_changed: "About visits in your calendar.",
};

/** Tells a member of staff what happened to their own account: what, what follows, and what to do if they did not want it. */
export function staffAccount(message: StaffAccountNotice): Letter {
  const { subject, title, paragraphs, action, note } = words[message.notice];
  return {
    subject: `${subject} at ${plainLine(message.studio.name)}`,
    preview: previews[message.notice] ?? "About your own account.",
    title,
    opening: [greeting(message.recipientFirstName), ...paragraphs],
    card: null,
    actions: [{ label: action, url: message.actionUrl, weight: "primary" }],
    notes: [note],
  };
}
