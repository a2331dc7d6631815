import { z } from "zod";

/** Email and password as the sign-in form sends them. Never trimmed or cut: a password is taken as typed. */
export const signIn = z.strictObject({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().min(1).max(1024),
});

/** Who is signed in, for the frame around every page. */
export const me = {
  input: z.strictObject({}),
  output: z.object({
    staffUserId: z.string(),
    displayName: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    practitionerId: z.string().nullable(),
    now: z.number(), // the database clock, which alone decides what day it is
    studio: z.object({
      name: z.string(),
      slug: z.string(),
      timeZone: z.string(),
      locale: z.string(),
      primaryColor: z.string(),
    }),
  }),
};
