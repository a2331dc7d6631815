/** Whether somebody did something, which keeps their session awake, or a page looked by itself (AUTH-30). */
export type Cause = "person" | "page";

/**
 * What caused a request for a page. A page that is opened and a form that is sent are acts; a page that draws itself anew, or is fetched
 * ahead, is not, and neither is what its links fetch: what was pressed for it is told by itself. Browsers say which a request is; of one
 * that says nothing a person is believed.
 */
export function pageCause(headers: Headers): Cause {
  if (headers.has("next-action")) return "person";
  if (headers.get("sec-purpose")?.includes("prefetch") === true) return "page";
  const destination = headers.get("sec-fetch-dest");
  return destination === null || destination === "document" ? "person" : "page";
}
