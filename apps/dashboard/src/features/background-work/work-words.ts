const minuteMs = 60_000;

/** Late by more than this, something is wrong: reminders are promised within five minutes (NOTIF-02). */
const lateAfterMs = 5 * minuteMs;

/** "less than a minute", "1 minute", "3 hours", "2 days". */
export function ageWords(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return counted(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.floor(hours / 24), "day");
}

/** True where work has waited for so long that somebody should look. */
export function isLate(...ages: readonly (number | null)[]): boolean {
  return ages.some((age) => age !== null && age > lateAfterMs);
}

type Failed = { readonly kind: string; readonly to: "client" | "colleague"; readonly reason: string | null };

/** What mail about an account is called; undefined for every other kind of message. */
export function mailWords(kind: string): string | undefined {
  return mails[kind];
}

const mails: Readonly<Record<string, string>> = {
  new_device: "Sign-in from a new device",
  security_alert: "Security alert",
  second_factor_reset: "Second factor reset",
  second_step_reset: "Second step reset",
  account_locked: "Account locked",
  passkey_added: "Passkey added",
  passkey_removed: "Passkey removed",
  app_connected: "App connected",
  app_added: "Authenticator app added",
  app_removed: "Authenticator app removed",
  recovery_codes_renewed: "New recovery codes",
  password_reset: "Link to choose a new password",
  password_added: "Password added",
  password_changed: "Password changed",
  password_removed: "Password removed",
  password_ended: "Password ended",
  email_change: "Link to confirm an email address",
  email_changed: "Email address changed",
  email_corrected: "Email address corrected",
  invitation: "Invitation",
  roles_changed: "Roles changed",
  access_restored: "Access restored",
  identity_linked: "Sign-in with another account linked",
  clock_rules_changed: "Clock rules changed",
};

/** Why a message was given up, and what to do next. */
export function failureOfMessage(message: Failed): { readonly why: string; readonly next: string } {
  const { reason } = message;
  switch (reason) {
    case "rejected":
      return {
        why: "The provider refused it: most often the address is wrong.",
        next: afterRefusal(message),
      };
    case "unavailable":
      return {
        why: "The provider did not answer for as long as the message was of use.",
        next: byHand(message),
      };
    case "busy":
      return {
        why: "The provider asked for patience for longer than the message was of use.",
        next: byHand(message),
      };
    case "misconfigured":
      return {
        why: "Sending is not set up, or its key is no longer right.",
        next: "Tell whoever runs Quietroom for you; nothing leaves until that is put right.",
      };
    case "address_gone":
      return { why: "The address that it was to go to is not known any more.", next: byHand(message) };
    case null:
      return { why: "No reason was kept.", next: byHand(message) };
    default:
      return { why: reason.replaceAll("_", " "), next: byHand(message) };
  }
}

/** What to do once the address has turned out to be wrong. */
function afterRefusal(message: Failed): string {
  if (message.to === "client") return "Ask the client for their address and correct it in their record.";
  return asksAgain[message.kind] ?? "Ask your colleague to look at their address in their account.";
}

/** What to do in place of the message. */
function byHand(message: Failed): string {
  if (message.to === "client") return "Tell the client yourself if it still matters.";
  return asksAgain[message.kind] ?? "Tell your colleague yourself if it still matters.";
}

/** Mail with a link is of no use told by word of mouth. */
const asksAgain: Readonly<Record<string, string>> = {
  invitation: "Invite them again from Team.",
  password_reset: "Your colleague asks for a new link on the sign-in page.",
  email_change: "Your colleague enters their new address in their account once more.",
};

/** Why work failed for good, by its error's name; the error's own words are not kept. */
export function failureOfWork(error: string): string {
  const words: Readonly<Record<string, string>> = {
    FunctionUnknown: "This version of Quietroom does not know this work.",
    WorkerDied: "The program that does it stopped in the middle of it, several times.",
    UnstorableAnswer: "What came of it could not be kept.",
    NonRetriableError: "It cannot be done with what it was given.",
  };
  return words[error] ?? `It was tried several times and failed each time (${error}).`;
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
