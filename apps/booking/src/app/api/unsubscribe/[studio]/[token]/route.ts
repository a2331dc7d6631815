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
  if (!asked.success || !(await isOneClick(request)))
    return new Response("This address does not lead anywhere.\n", { status: 404, headers });
  const caller = await publicCaller();
  try {
    const answer = await caller.unsubscribe.stop(asked.data);
    return answer.ok
      ? new Response("These messages do not come any more.\n", { headers })
      : new Response("This address does not lead anywhere.\n", { status: 404, headers });
  } catch {
    return new Response("Not possible at the moment. Try again later.\n", { status: 503, headers });
  }
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

/** Programs say it as a form of either kind (RFC 8058, section 3.2); of anything longer than such a line nothing is read. */
async function isOneClick({ body, headers }: Request): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > 1_000) return false;
    chunks.push(chunk);
  }
  const sent = new Response(Buffer.concat(chunks), {
    headers: { "content-type": headers.get("content-type") ?? "" },
  });
  const form = await sent.formData().catch(() => null);
  return form?.get("List-Unsubscribe") === "One-Click";
}
