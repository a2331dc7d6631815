import { TRPCError } from "@trpc/server";

/** The procedure's answer, or null when it does not exist or was asked for nonsense; anything else goes on to the error page. */
export async function answerOrNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST"))
      return null;
    throw error;
  }
}
