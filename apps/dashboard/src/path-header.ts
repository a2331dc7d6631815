/** Carries the path of the page that was asked for from the proxy to the pages. */
export const PATH_HEADER = "x-quietroom-path";
