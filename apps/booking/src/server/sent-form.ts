/**
 * The form that an action is given. Its address is known to anybody and its arguments come from a browser, whatever their types say:
 * what is no form is taken for an empty one, which every action refuses in words.
 */
export function sentForm(sent: unknown): FormData {
  return sent instanceof FormData ? sent : new FormData();
}

/** Whether the page that an action is to come back to is one of those below `path`. It comes from a browser as well. */
export function isWayBack(from: unknown, path: string): from is string {
  return typeof from === "string" && from.startsWith(path);
}
