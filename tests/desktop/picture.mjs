// Reads a PNG just far enough to tell a painted window from a blank one.
import { inflateSync } from "node:zlib";

/** How many different colours a PNG holds: RGB or RGBA, eight bits, not interlaced, as WebDriver gives it. */
export function colours(png) {
  let place = 8;
  let [width, height, channels] = [0, 0, 0];
  const data = [];
  while (place < png.length) {
    const length = png.readUInt32BE(place);
    const kind = png.toString("latin1", place + 4, place + 8);
    const body = png.subarray(place + 8, place + 8 + length);
    if (kind === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = { 2: 3, 6: 4 }[body[9]] ?? 0;
      if (body[8] !== 8 || channels === 0 || body[12] !== 0) throw new Error("a kind of PNG that is not read here");
    }
    if (kind === "IDAT") data.push(body);
    place += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const seen = new Set();
  let above = new Uint8Array(stride);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)];
    const line = Uint8Array.from(raw.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    for (let at = 0; at < stride; at++) {
      const left = at >= channels ? line[at - channels] : 0;
      const up = above[at];
      const corner = at >= channels ? above[at - channels] : 0;
      line[at] += filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : filter === 4 ? paeth(left, up, corner) : 0;
    }
    for (let at = 0; at < stride; at += channels) seen.add((line[at] << 16) | (line[at + 1] << 8) | line[at + 2]);
    above = line;
  }
  return { width, height, colours: seen.size };
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
