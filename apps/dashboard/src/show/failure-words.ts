import { TRPCClientError } from "@trpc/client";

/**
 * What to say when a change got no answer of its own. `unchanged` is a sentence about what stays as it was, such as
 * "The visit stays where it was."
 */
export function failureWords(error: unknown, unchanged: string): string {
  const code: unknown = error instanceof TRPCClientError ? error.data?.code : undefined;
  switch (code) {
    case "FORBIDDEN":
      return `${unchanged} Your role, or the state the studio is in, does not allow it.`;
    case "NOT_FOUND":
      return `${unchanged} What it is about is no longer there; load the page again.`;
    case "TOO_MANY_REQUESTS":
      return `${unchanged} There were too many requests in a short time; wait a minute, then try again.`;
    case "SERVICE_UNAVAILABLE":
      return `${unchanged} Nothing can be changed just now; try again in a minute.`;
    default:
      return `${unchanged} The server did not answer; try again.`;
  }
}
