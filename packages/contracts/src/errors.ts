/** The closed list of failures that are not answers. Everything a person can be told what to do about is a refusal instead. */
export const appErrorCodes = [
  "unauthenticated",
  "forbidden",
  "not_found",
  "invalid",
  "conflict",
  "rate_limited",
  "unavailable",
] as const;

export type AppErrorCode = (typeof appErrorCodes)[number];
