// Pictures come from the core as text. They are read as XML and built anew from a short list of shapes and attributes:
// whatever else stands in them (scripts, styles, links, foreign content) never reaches the page.
const NS = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan", "title", "desc"]);
const NUMBER = /^-?[\d.]+(e-?\d+)?(px|em|%)?$/i;
const COLOUR = /^(#[0-9a-f]{3,8}|none|currentColor|transparent|rgba?\([\d.,%\s]+\))$/i;
const POINTS = /^[\d\s,.eE+-]*$/;
const PATH = /^[\d\s,.eE+\-MmLlHhVvCcSsQqTtAaZz]*$/;
const WORD = /^[a-z0-9 -]+$/i;

const ATTRIBUTES: Record<string, RegExp> = {
  x: NUMBER, y: NUMBER, x1: NUMBER, y1: NUMBER, x2: NUMBER, y2: NUMBER, dx: NUMBER, dy: NUMBER,
  cx: NUMBER, cy: NUMBER, r: NUMBER, rx: NUMBER, ry: NUMBER, width: NUMBER, height: NUMBER,
  d: PATH, points: POINTS, viewBox: POINTS,
  fill: COLOUR, stroke: COLOUR, opacity: NUMBER, "fill-opacity": NUMBER, "stroke-opacity": NUMBER, "stroke-width": NUMBER,
  "stroke-dasharray": POINTS, "stroke-linecap": WORD, "stroke-linejoin": WORD, "fill-rule": WORD, "vector-effect": WORD,
  "text-anchor": WORD, "dominant-baseline": WORD, "alignment-baseline": WORD, "font-size": NUMBER, "font-weight": WORD,
  transform: /^((translate|rotate|scale|matrix)\([\d\s,.eE+-]*\)\s*)+$/,
};

/** Builds a picture, or `undefined` when the text is not one. */
export function readSvg(text: string): SVGSVGElement | undefined {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg" || parsed.getElementsByTagName("parsererror").length > 0) return undefined;
  return copy(root, 0) as SVGSVGElement | undefined;
}

function copy(from: Element, depth: number): SVGElement | undefined {
  if (depth > 30 || from.namespaceURI !== NS || !SHAPES.has(from.localName)) return undefined;
  const to = document.createElementNS(NS, from.localName) as SVGElement;
  for (const { name, value } of from.attributes) {
    if (Object.hasOwn(ATTRIBUTES, name) && ATTRIBUTES[name]!.test(value.trim())) to.setAttribute(name, value.trim());
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.textContent ?? "");
    else if (child.nodeType === Node.ELEMENT_NODE) {
      const copied = copy(child as Element, depth + 1);
      if (copied) to.append(copied);
    }
  }
  return to;
}
