import type { AppErrorCode } from "@quietroom/contracts/errors";
import { isConnectionFailure } from "@quietroom/db";
import { VaultUnavailable } from "@quietroom/vault";

/** A failure that is not an answer. Carries a code alone: its text never holds a value from a record. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode) {
    super(code);
    this.name = "AppError";
    this.code = code;
  }
}

/** The row, or `not_found`. Another tenant's row is invisible under row security and therefore answers the same. */
export function found<T>(row: T | null | undefined): T {
  if (row === null || row === undefined) throw new AppError("not_found");
  return row;
}

/** True when the database or the keys could not be reached, or are going away: nothing happened, and asking again later is right. */
export function isUnavailable(error: unknown): boolean {
  const isTold = error instanceof AppError && error.code === "unavailable";
  return isTold || isConnectionFailure(error) || error instanceof VaultUnavailable;
}
