/** Where a studio's page sends whoever asks for what is not there. No service's address has an underscore. */
export function notHerePath(studio: string): string {
  return `/${encodeURIComponent(studio)}/not_here`;
}
