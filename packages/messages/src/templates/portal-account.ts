import type { PortalAccountNotice, PortalNotice } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";

/** The subject is the title, followed by the studio's name. */
type Words = { readonly title: string; readonly paragraphs: readonly string[] };

const elsewhere = "Wherever else you were signed in, the session has ended.";

const words: Readonly<Record<PortalNotice, Words>> = {
  password_added: {
    title: "You can sign in with a password",
    paragraphs: ["A password was added to your account. The way in by email works as before.", elsewhere],
  },
  password_changed: {
    title: "Your password was changed",
    paragraphs: ["The password of your account is a new one.", elsewhere],
  },
  password_removed: {
    title: "Your password was removed",
    paragraphs: ["Your account has no password any more. You come in by email, as before.", elsewhere],
  },
  app_added: {
    title: "Your second step is set up",
    paragraphs: [
      "From now on a code of your authenticator app is asked for whenever you sign in. Keep your recovery codes where you find them without your phone.",
      elsewhere,
    ],
  },
  app_removed: {
    title: "Your second step was removed",
    paragraphs: [
      "No code is asked for any more when you sign in. A password too short to stand alone went with it.",
      elsewhere,
    ],
  },
  recovery_codes_renewed: {
    title: "You have new recovery codes",
    paragraphs: ["The recovery codes from before no longer count."],
  },
  second_step_reset: {
    title: "Your second step was reset",
    paragraphs: [
      "The studio took the authenticator app and the recovery codes off your account and ended your sessions. A password too short to stand alone went with them.",
      "You come in by email, and may set up an app again. If the studio asks for one, you are led to it.",
    ],
  },
  account_locked: {
    title: "Too many tries to sign in",
    paragraphs: [
      "Somebody gave a wrong password or code for your account five times. Passwords or codes are not looked at for half an hour, or for an hour if it goes on.",
      "Nobody came in by it. After wrong passwords the way in by email still works, and the studio can end the wait.",
    ],
  },
  email_corrected: {
    title: "Your email address was changed",
    paragraphs: [
      "The studio corrected the email address on your record. From now on it writes to the new one, and you come in by it.",
      "Your sessions have ended. A password counts again once you have come in by email.",
    ],
  },
};

/** Tells a client what happened to how they sign in. Says nothing of visits: that they are a client is said by the address alone. */
export function portalAccount(message: PortalAccountNotice): Letter {
  const { title, paragraphs } = words[message.notice];
  return {
    subject: `${title} at ${plainLine(message.studio.name)}`,
    preview: "About your own account.",
    title,
    opening: [greeting(message.clientFirstName), ...paragraphs],
    card: null,
    actions: [{ label: "See your account", url: message.accountUrl, weight: "primary" }],
    notes: [
      {
        title: "If this was not you",
        paragraphs: ["Tell the studio at once. They can shut your account until it is safe."],
      },
    ],
  };
}
