/** What whoever is asked for work is told where their device did not do it, or cannot: what happens, and what to do. */
export function proofWords(phone: string): { readonly title: string; readonly text: string } {
  return {
    title: "Very many forms came from your connection",
    text: `Before the next one, your device has to solve a small puzzle, which needs JavaScript. Try again with it, or call ${phone}. Nothing was booked.`,
  };
}
