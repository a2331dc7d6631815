/**
 * The answer to whoever asks for a photo: its address names it by digest, so a browser keeps it. What somebody uploaded is never anything but a
 * picture: no other type is guessed, and opened by itself it can run and load nothing.
 */
export function photoAnswer(
  base64: string | null,
  {
    headers,
    keep,
  }: { readonly headers: Readonly<Record<string, string>>; readonly keep: "public" | "private" },
): Response {
  if (base64 === null)
    return new Response("There is no such photo.\n", {
      status: 404,
      headers: { ...headers, "cache-control": "no-store" },
    });
  return new Response(new Uint8Array(Buffer.from(base64, "base64")), {
    headers: {
      ...headers,
      "content-type": "image/jpeg",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": `${keep}, max-age=604800, immutable`,
    },
  });
}
