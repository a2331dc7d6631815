import { slugSchema } from "@quietroom/contracts/wire";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { Studio } from "../studio/studio-frame.tsx";
import { publicCaller } from "./api.ts";
import { answerOrNull } from "./answer.ts";

/** The studio at a public address, once a request, or null for an unknown or impossible address. */
export const findStudio = cache(async (slug: string): Promise<Studio | null> => {
  if (!slugSchema.safeParse(slug).success) return null;
  const caller = await publicCaller();
  return await answerOrNull(() => caller.studio.view({ studio: slug }));
});

/** The same for a page that is nothing without its studio. The proxy answers for an unknown address already. */
export async function loadStudio(slug: string): Promise<Studio> {
  return (await findStudio(slug)) ?? notFound();
}
