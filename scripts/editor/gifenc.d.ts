/** What is used of gifenc, which comes without types. Colours are red, green and blue, from 0 to 255 each. */
declare module 'gifenc' {
  export type Palette = readonly (readonly number[])[];

  interface Encoder {
    /** Adds a picture whose pixels are places in a palette; the palette of the first holds for those without one. */
    writeFrame(
      pixels: Uint8Array,
      width: number,
      height: number,
      options: {
        readonly palette?: Palette;
        /** How long it is shown, in milliseconds. */
        readonly delay: number;
        /** Whether the pixels of `transparentIndex` show what was there before. */
        readonly transparent: boolean;
        readonly transparentIndex: number;
        /** 1 leaves it where it is when the next one comes. */
        readonly dispose: 1;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  const gifenc: {
    GIFEncoder(): Encoder;
    /** The colours that stand for all of a picture in RGBA. */
    quantize(rgba: Uint8Array, colours: number): Palette;
    /** The place of the nearest colour for each pixel. */
    applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
  };
  export default gifenc;
}
