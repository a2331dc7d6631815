import { z } from "zod";

/** What a form of the booking site carries beside what it is about (BOOK-12); people's are empty. */
export const botCheck = {
  /** A puzzle with its solution, where one was asked for. */
  proof: z.string().max(4_000).optional(),
  /** The field that no person sees, named for machines. */
  remark: z.string().max(300).optional(),
};

export type BotCheck = {
  readonly proof?: string | undefined;
  readonly remark?: string | undefined;
  /** Whom a form is about, where it says so: forms are counted by their email address too. */
  readonly details?: { readonly email: string } | undefined;
};
