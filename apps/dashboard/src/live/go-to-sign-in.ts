/** Leaves for the sign-in page, which says that the session has ended and leads back to this one (AUTH-31). */
export function goToSignIn(): void {
  const back = encodeURIComponent(window.location.pathname + window.location.search);
  window.location.assign(`/sign-in?ended=1&next=${back}`);
}
