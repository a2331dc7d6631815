/** The studio that a page's path begins with, as Next reads it for the page: written with escapes it is the same studio. */
export function studioInPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname.split("/")[1] ?? "") || null;
  } catch {
    return null;
  }
}
