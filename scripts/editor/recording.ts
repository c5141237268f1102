import gifenc, { type Palette } from 'gifenc';
import type { Page } from 'playwright-core';

/** What is used of the page; the types of all of it would be there for the rest of the scripts as well. */
declare function createImageBitmap(image: Blob): Promise<object>;
declare class OffscreenCanvas {
  constructor(width: number, height: number);
  getContext(kind: '2d'): {
    imageSmoothingQuality: 'high';
    drawImage(image: object, x: number, y: number, width: number, height: number): void;
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
  } | null;
}

/** A picture of the window and how long it is shown, in milliseconds. */
interface Frame {
  readonly png: Buffer;
  shown: number;
}

/** Pictures have 256 colours; the last one stands for what has not changed. */
const unchanged = 255;

/** An animation of what a person sees in a window: pictures of it, each shown for a while. */
export class Recording {
  private readonly page: Page;
  private readonly frames: Frame[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Takes a picture, and shows it for so many milliseconds. */
  async show(milliseconds: number): Promise<void> {
    const png = await this.page.screenshot();
    const last = this.frames.at(-1);
    if (last?.png.equals(png)) last.shown += milliseconds;
    else this.frames.push({ png, shown: milliseconds });
  }

  /** Types a text, letter by letter, as a person does. */
  async type(text: string): Promise<void> {
    for (const letter of text) {
      await this.page.keyboard.type(letter);
      await this.page.waitForTimeout(150);
      await this.show(120);
    }
  }

  /** The animation as a GIF, in the size of the window, whatever its scale is. */
  async gif(): Promise<Uint8Array> {
    const { width, height } = this.page.viewportSize() ?? { width: 0, height: 0 };
    const pictures: Uint8Array[] = [];
    for (const { png } of this.frames) pictures.push(await this.decode(png, width, height));
    const palette = gifenc.quantize(joined(pictures), unchanged);
    const encoder = gifenc.GIFEncoder();
    pictures.forEach((picture, index) => {
      encoder.writeFrame(differing(picture, pictures[index - 1], palette), width, height, {
        ...(index === 0 && { palette: [...palette, [0, 0, 0]] }),
        delay: this.frames[index]?.shown ?? 0,
        transparent: index > 0,
        transparentIndex: unchanged,
        dispose: 1,
      });
    });
    encoder.finish();
    return encoder.bytes();
  }

  /** The pixels of a picture in RGBA. The browser is at hand, and knows how. */
  private async decode(png: Buffer, width: number, height: number): Promise<Uint8Array> {
    const base64 = await this.page.evaluate(
      async ([encoded, across, down]) => {
        const image = await createImageBitmap(new Blob([Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))]));
        const context = new OffscreenCanvas(across, down).getContext('2d');
        if (!context) return '';
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, across, down);
        const { data } = context.getImageData(0, 0, across, down);
        return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
      },
      [png.toString('base64'), width, height] as const,
    );
    return Buffer.from(base64, 'base64');
  }
}

/** One picture of several, to find the colours of all. */
function joined(pictures: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(
    Buffer.concat(pictures.filter((_, index) => index % 4 === 0 || index === pictures.length - 1)),
  );
}

/** The places in the palette of those pixels that are others than before. */
function differing(picture: Uint8Array, before: Uint8Array | undefined, palette: Palette): Uint8Array {
  const pixels = gifenc.applyPalette(picture, palette);
  if (!before) return pixels;
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const at = pixel * 4;
    const isSame = [0, 1, 2].every((channel) => picture[at + channel] === before[at + channel]);
    if (isSame) pixels[pixel] = unchanged;
  }
  return pixels;
}
