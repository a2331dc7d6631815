import { slugSchema } from "@quietroom/contracts/wire";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { Studio } from "../studio/studio-frame.tsx";
import { publicCaller } from "./api.ts";
import { answerOrNull } from "./answer.ts";

/** The studio at a public address, once a request. An unknown or impossible address is a 404 page. */
export const loadStudio = cache(async (slug: string): Promise<Studio> => {
  if (!slugSchema.safeParse(slug).success) notFound();
  const caller = await publicCaller();
  return (await answerOrNull(() => caller.studio.view({ studio: slug }))) ?? notFound();
});
