/** Where a sealed value stands. Opened for any other place, it is refused. */
export type SealedPlace = { readonly table: string; readonly column: string; readonly rowId: string };

/** Seals and opens the values of one tenant. */
export type FieldSealer = {
  seal(text: string, place: SealedPlace): string;
  /** Throws for whatever was altered, cut, moved or sealed under a key that is not the tenant's. */
  open(sealed: string, place: SealedPlace): string;
};
