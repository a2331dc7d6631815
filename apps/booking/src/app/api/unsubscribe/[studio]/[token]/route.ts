import { unsubscribe } from "@quietroom/contracts/preferences";
import { answerHeaders } from "@quietroom/web/page-security";
import { publicCaller } from "../../../../../server/api.ts";
import { site } from "../../../../../server/site.ts";

export const dynamic = "force-dynamic";

type Where = { readonly params: Promise<{ readonly studio: string; readonly token: string }> };

/**
 * Where mail programs send what a press of their own button means (RFC 8058). It comes from a server of theirs, without cookies or an origin, so
 * the link alone stands for whoever pressed, and all that it opens is to switch off the one kind of message that it came with.
 */
export async function POST(request: Request, { params }: Where): Promise<Response> {
  const asked = unsubscribe.input.safeParse(await params);
  const { admit, serving } = site();
  const headers = { ...answerHeaders(serving), "content-type": "text/plain; charset=utf-8" };
  const studios = asked.success ? [asked.data.studio] : [];
  const admission = await admit(request.headers, { studios, deed: "changes" });
  if (!admission.ok)
    return new Response("Too many requests. Try again later.\n", {
      status: admission.status,
      headers: { ...headers, ...admission.headers },
    });
  const isOneClick = new URLSearchParams(await shortBody(request)).get("List-Unsubscribe") === "One-Click";
  if (!asked.success || !isOneClick)
    return new Response("This address does not lead anywhere.\n", { status: 404, headers });
  const caller = await publicCaller();
  const answer = await caller.unsubscribe.stop(asked.data);
  return answer.ok
    ? new Response("These messages do not come any more.\n", { headers })
    : new Response("This address does not lead anywhere.\n", { status: 404, headers });
}

/** A program that knows no such button opens the address: it is led to the page that asks. */
export async function GET(_request: Request, { params }: Where): Promise<Response> {
  const asked = unsubscribe.input.safeParse(await params);
  const location = asked.success ? `/${asked.data.studio}/unsubscribe/${asked.data.token}` : "/";
  const { origin, serving } = site();
  return new Response(null, {
    status: 303,
    headers: { ...answerHeaders(serving), location: new URL(location, origin).href },
  });
}

/** What such a program sends is one short line; of anything longer nothing is read. */
async function shortBody(request: Request): Promise<string> {
  const length = Number(request.headers.get("content-length") ?? "0");
  return length > 0 && length <= 1_000 ? await request.text() : "";
}
