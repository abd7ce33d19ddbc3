/** Device is a screen that mail is read on; its name is the same in every language. */
export interface Device {
  name: string;
  width: number;
  height: number;
}

/** DEVICES are screens by the pixels that style sheets see. */
export const DEVICES: Device[] = [
  { name: 'iPhone SE', width: 375, height: 667 },
  { name: 'iPhone 16', width: 393, height: 852 },
  { name: 'iPhone 16 Pro Max', width: 440, height: 956 },
  { name: 'Galaxy S24', width: 360, height: 780 },
  { name: 'Pixel 9', width: 412, height: 924 },
  { name: 'iPad mini', width: 744, height: 1133 },
  { name: 'iPad Air', width: 820, height: 1180 },
  { name: 'Galaxy Tab S9', width: 800, height: 1280 },
];

/** held returns the device of a width, and whether it is held on its side. */
export function held(width: number): { device: Device; turned: boolean } | undefined {
  for (const device of DEVICES) {
    if (device.width === width) return { device, turned: false };
    if (device.height === width) return { device, turned: true };
  }
  return undefined;
}

/** ZOOMS of a preview; at 1 a pixel of the mail is a pixel of the page. */
export const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2];
