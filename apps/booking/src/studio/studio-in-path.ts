/** The studio that a page's path begins with, whatever query follows it, as Next reads it for the page: written with escapes it is the same studio. */
export function studioInPath(path: string): string | null {
  try {
    return decodeURIComponent(path.split(/[/?]/)[1] ?? "") || null;
  } catch {
    return null;
  }
}

/** Whether what is escaped in a path can be read: where Next meets what cannot, it fails. */
export function isReadable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}
