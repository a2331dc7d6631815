import { asClient, clientCaller } from "../../../../../../server/portal.ts";
import { loadStudio } from "../../../../../../server/studio.ts";

/** The same as a file that programs read. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly studio: string }> },
): Promise<Response> {
  const { slug } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const record = await asClient(slug, () => caller.record.take({ studio: slug }));
  return new Response(`${JSON.stringify(record, null, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="my-record.json"',
      "Cache-Control": "no-store",
    },
  });
}
