import { createStaffCaller } from "@quietroom/api";
import { staffPhoto } from "@quietroom/contracts/practitioner-profile";
import { answerHeaders } from "@quietroom/web/page-security";
import { photoAnswer } from "@quietroom/web/photo-answer";
import { staffContext } from "../../../../server/api.ts";
import { site } from "../../../../server/site.ts";

export const dynamic = "force-dynamic";

/** A photo of somebody of the studio, for its staff. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly digest: string }> },
): Promise<Response> {
  const asked = staffPhoto.input.safeParse(await params);
  const caller = createStaffCaller(await staffContext("page"));
  const photo = asked.success ? await caller.practitioner.photo(asked.data).catch(() => null) : null;
  return photoAnswer(photo, { headers: answerHeaders(site().serving), keep: "private" });
}
