/** The studio that a page's path begins with, whatever query follows it, as Next reads it for the page: written with escapes it is the same studio. */
export function studioInPath(path: string): string | null {
  try {
    return decodeURIComponent(path.split(/[/?]/)[1] ?? "") || null;
  } catch {
    return null;
  }
}
