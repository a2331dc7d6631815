import { z } from "zod";

/** What a provider keeps with a message and tells again with its fate: two ids, and nothing about anyone. */
export const aboutTags = z.object({ tenant: z.uuid(), message: z.uuid() });

/** The tags of a message as Resend takes them. */
export function tagsOf({ tenant, message }: z.infer<typeof aboutTags>): { name: string; value: string }[] {
  return [
    { name: "tenant", value: tenant },
    { name: "message", value: message },
  ];
}
