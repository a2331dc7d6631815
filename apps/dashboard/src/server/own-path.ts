/** Where to go after sign-in: a path of ours, never another site ("//evil" and "/\\evil" are). */
export function ownPath(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])[\w\-/?=&%.]*$/.test(next) ? next : "/calendar";
}
