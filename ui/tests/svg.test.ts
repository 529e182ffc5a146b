import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSvg } from "../src/lib/svg";

const wrap = (inside: string) => `<svg width="10" height="10" viewBox="0 0 100 100" xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;

describe("pictures from the core", () => {
  it("keeps shapes, colours and text", () => {
    const picture = readSvg(wrap(`<polyline fill="none" opacity="1" stroke="#BF4A00" stroke-width="16" points="1,2 3,4"/><text x="1" y="2" dy="0.76em" text-anchor="start" font-size="10" fill="#6E7076">\n40 %\n</text>`))!;
    expect(picture.querySelector("polyline")?.getAttribute("stroke")).toBe("#BF4A00");
    expect(picture.querySelector("polyline")?.getAttribute("points")).toBe("1,2 3,4");
    expect(picture.querySelector("text")?.textContent?.trim()).toBe("40 %");
    expect(picture.getAttribute("viewBox")).toBe("0 0 100 100");
  });

  it.each([
    ["a script", `<script>window.ran = 1</script>`],
    ["a handler", `<rect onload="window.ran = 1" onclick="x()" width="1" height="1"/>`],
    ["foreign content", `<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">x</div></foreignObject>`],
    ["a link", `<a href="javascript:alert(1)"><rect width="1" height="1"/></a>`],
    ["an image", `<image href="https://example.org/x.png"/>`],
    ["a use", `<use href="#x"/>`],
    ["a style", `<style>* { fill: url(https://example.org) }</style>`],
    ["an address in a colour", `<rect fill="url(https://example.org/#a)" width="1" height="1"/>`],
    ["a style attribute", `<rect style="fill: url(https://example.org)" width="1" height="1"/>`],
    ["an animation", `<animate attributeName="href" to="javascript:alert(1)"/>`],
  ])("drops %s", (_, inside) => {
    const text = readSvg(wrap(inside))?.outerHTML ?? "";
    expect(text).not.toMatch(/script|onload|onclick|foreign|javascript|example\.org|href|style|animate|<a[\s>]/i);
  });

  it("is nothing when it is not a picture", () => {
    for (const text of ["", "not xml", "<svg", "<html></html>", "<svg>", `<svg xmlns="http://www.w3.org/1999/xhtml"/>`]) expect(readSvg(text)).toBeUndefined();
  });

  it("never throws, and never lets through what isn't listed", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (inside, name) => {
        const picture = readSvg(wrap(`<rect ${name}="1" width="1"/>${inside}`));
        return picture === undefined || [...picture.querySelectorAll("*")].every((one) => ["g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan", "title", "desc", "svg"].includes(one.localName));
      }),
    );
  });
});
