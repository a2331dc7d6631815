/** What a request is for: to look at something, or perhaps to change it. */
export type Deed = "reads" | "changes";

/** By its method alone: what is said in a header or a body could be said by anybody. */
export function deedOf({ method }: { readonly method: string }): Deed {
  return method === "GET" || method === "HEAD" ? "reads" : "changes";
}
