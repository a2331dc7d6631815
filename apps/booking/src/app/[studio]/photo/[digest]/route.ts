import { publicPhoto } from "@quietroom/contracts/practitioner-profile";
import { answerHeaders } from "@quietroom/web/page-security";
import { photoAnswer } from "@quietroom/web/photo-answer";
import { answerOrNull } from "../../../../server/answer.ts";
import { publicCaller } from "../../../../server/api.ts";
import { site } from "../../../../server/site.ts";

export const dynamic = "force-dynamic";

/** The photo of somebody whom clients can book. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly studio: string; readonly digest: string }> },
): Promise<Response> {
  const asked = publicPhoto.input.safeParse(await params);
  const caller = await publicCaller();
  const photo = asked.success ? await answerOrNull(() => caller.studio.photo(asked.data)) : null;
  return photoAnswer(photo, { headers: answerHeaders(site().serving), keep: "public" });
}
