import { Injectable } from '@nestjs/common';
import { toBuffer, toString } from 'qrcode';

/** Quiet zone in modules, as the standard asks. */
const MARGIN = 4;

/** A link's URL as a QR code, for invoices and counters. */
@Injectable()
export class LinkQr {
  /** A PNG of `size` × `size` pixels. */
  png(url: string, size: number): Promise<Buffer> {
    return toBuffer(url, { type: 'png', width: size, margin: MARGIN, errorCorrectionLevel: 'M' });
  }

  /** An SVG that is drawn `size` pixels wide where nothing else says so. */
  svg(url: string, size: number): Promise<string> {
    return toString(url, { type: 'svg', width: size, margin: MARGIN, errorCorrectionLevel: 'M' });
  }
}
