import type { Picture } from './chart-picture';
import type { Paint, SceneItem } from './chart-scene';
import { type Look, looks, lookToken, tileDrawing, tileSize } from './look-patterns';

/** The colour of a design token, such as "#3b5bdb". */
export type Colours = (token: string) => string;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => escapes[char] ?? char);

export const pictureFont = "Inter, 'Helvetica Neue', Arial, sans-serif";

/** A picture as an SVG file that needs nothing else: colours and patterns are in it. */
export function pictureSvg({ title, width, height, items }: Picture, colours: Colours): string {
  const used = looks.filter((look) => items.some((item) => item.type === 'path' && isPatternOf(item.fill, look)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escaped(pictureFont)}">`,
    `<title>${escaped(title)}</title>`,
    `<defs>${used.map((look) => pattern(look, colours)).join('')}</defs>`,
    ...items.map((item) => element(item, colours)),
    '</svg>',
  ].join('\n');
}

const isPatternOf = (paint: Paint | undefined, look: Look) =>
  paint !== undefined && 'look' in paint && paint.look === look;

function pattern(look: Look, colours: Colours): string {
  const drawing = tileDrawing(look);
  const surface = colours('surface');
  const ink = drawing?.strokeWidth
    ? `fill="none" stroke="${surface}" stroke-width="${drawing.strokeWidth}" stroke-opacity="${drawing.opacity}"`
    : `fill="${surface}" fill-opacity="${drawing?.opacity}"`;
  const ground = `<rect width="${tileSize}" height="${tileSize}" fill="${colours(lookToken(look))}"/>`;
  return `<pattern id="look-${look}" width="${tileSize}" height="${tileSize}" patternUnits="userSpaceOnUse">${ground}${drawing ? `<path d="${drawing.d}" ${ink}/>` : ''}</pattern>`;
}

function element(item: SceneItem, colours: Colours): string {
  const paint = (one: Paint | undefined) =>
    one === undefined ? 'none' : 'token' in one ? colours(one.token) : `url(#look-${one.look})`;
  if (item.type === 'text') {
    return `<text x="${item.x}" y="${item.y}" text-anchor="${item.anchor}" font-size="${item.size}" font-weight="${item.weight ?? 400}" fill="${colours(item.token)}">${escaped(item.text)}</text>`;
  }
  const attributes = [
    `d="${item.d}"`,
    `fill="${paint(item.fill)}"`,
    item.stroke && `stroke="${paint(item.stroke)}" stroke-width="${item.strokeWidth ?? 1}"`,
    item.dash && `stroke-dasharray="${item.dash.join(' ')}"`,
    item.at && `transform="translate(${item.at.x} ${item.at.y})"`,
  ];
  return `<path ${attributes.filter(Boolean).join(' ')}/>`;
}
