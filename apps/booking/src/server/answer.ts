import { TRPCError } from "@trpc/server";

/**
 * The procedure's answer, or null when it does not exist, was asked for nonsense, or by a request that names another studio besides
 * (TEN-05); anything else goes on to the error page.
 */
export async function answerOrNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST", "FORBIDDEN"].includes(error.code))
      return null;
    throw error;
  }
}
