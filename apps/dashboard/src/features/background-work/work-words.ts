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

/** Why a message was given up, and what to do next. */
export function failureOfMessage(reason: string | null): { readonly why: string; readonly next: string } {
  const words: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
    rejected: {
      why: "The provider refused it: most often the address is wrong.",
      next: "Ask the client for their address and correct it in their record; a colleague corrects theirs in their account.",
    },
    unavailable: {
      why: "The provider did not answer for as long as the message was of use.",
      next: "Tell the client yourself if it still matters.",
    },
    busy: {
      why: "The provider asked for patience for longer than the message was of use.",
      next: "Tell the client yourself if it still matters.",
    },
    misconfigured: {
      why: "Sending is not set up, or its key is no longer right.",
      next: "Tell whoever runs Quietroom for you; nothing leaves until that is put right.",
    },
  };
  return (
    words[reason ?? ""] ?? {
      why: reason === null ? "No reason was kept." : reason.replaceAll("_", " "),
      next: "Tell the client yourself if it still matters.",
    }
  );
}

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
