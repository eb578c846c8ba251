/** Where things stand on an A4 page, in millimetres from its upper left corner. They are printed there, and looked for there in a photograph. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The code at the foot of every page. */
export const codePlace: Place = { x: 25, y: 277.5, width: 14.5, height: 14.5 };

/** Where the signatures begin, at the bottom of the last page, and how high they are. */
export const signaturesTop = 233;
export const signaturesHeight = 42;

/** The citizen signs here; nothing is printed in it. */
export const signatureField: Place = { x: 36.25, y: 248.5, width: 60, height: 15.5 };

/** A black square to the left and one to the right of the field: between them is where the pen goes, and by them the field is found. */
export const guides: readonly Place[] = [29, 100.5].map((x) => ({ x, y: 254.75, width: 3, height: 3 }));

/** What the photograph of a signed page is read by. */
export const signaturePlaces = { code: codePlace, guides, field: signatureField } as const;
