/** That the client hears by mail of what staff have done, or that they have to be called, since nothing is sent to their address (NOTIF-07). */
export function toldWords({ takesMail }: { readonly takesMail: boolean }): string {
  return takesMail ? "The client is told" : "No mail goes to the client’s address: call them";
}
