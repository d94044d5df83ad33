import type { Picture } from './chart-picture';
import type { Paint, SceneItem } from './chart-scene';
import { type Look, lookToken, tileDrawing, tileSize } from './look-patterns';
import { type Colours, pictureFont } from './picture-svg';

/** Twice as many pixels each way, so that it is sharp on any screen and on paper. */
const scale = 2;

/** A picture as a PNG. Rejects when the browser cannot draw it. */
export async function picturePng(picture: Picture, colours: Colours): Promise<Blob> {
  const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale);
  const context = contextOf(canvas);
  const patterns = new Map<Look, CanvasPattern>();
  const patternOf = (look: Look) => {
    const known = patterns.get(look) ?? tilePattern(context, look, colours);
    patterns.set(look, known);
    return known;
  };
  context.scale(scale, scale);
  context.lineJoin = 'round';
  for (const item of picture.items) {
    draw(context, item, (paint) => ('token' in paint ? colours(paint.token) : patternOf(paint.look)), colours);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw the picture. Save it as SVG instead.');
  return context;
}

function draw(
  context: OffscreenCanvasRenderingContext2D,
  item: SceneItem,
  style: (paint: Paint) => string | CanvasPattern,
  colours: Colours,
) {
  if (item.type === 'text') {
    context.font = `${item.weight ?? 400} ${item.size}px 'Inter Variable', ${pictureFont}`;
    context.textAlign = item.anchor === 'middle' ? 'center' : item.anchor;
    context.fillStyle = colours(item.token);
    context.fillText(item.text, item.x, item.y);
    return;
  }
  context.save();
  if (item.at) context.translate(item.at.x, item.at.y);
  const path = new Path2D(item.d);
  if (item.fill) {
    context.fillStyle = style(item.fill);
    context.fill(path);
  }
  if (item.stroke) {
    context.strokeStyle = style(item.stroke);
    context.lineWidth = item.strokeWidth ?? 1;
    context.setLineDash([...(item.dash ?? [])]);
    context.stroke(path);
  }
  context.restore();
}

/** A look's tile, drawn as large as the picture so that its lines stay sharp, then repeated. */
function tilePattern(context: OffscreenCanvasRenderingContext2D, look: Look, colours: Colours): CanvasPattern {
  const tile = new OffscreenCanvas(tileSize * scale, tileSize * scale);
  const ink = contextOf(tile);
  ink.fillStyle = colours(lookToken(look));
  ink.fillRect(0, 0, tile.width, tile.height);
  const drawing = tileDrawing(look);
  if (drawing) {
    ink.scale(scale, scale);
    ink.globalAlpha = drawing.opacity;
    const path = new Path2D(drawing.d);
    if (drawing.strokeWidth) {
      ink.strokeStyle = colours('surface');
      ink.lineWidth = drawing.strokeWidth;
      ink.stroke(path);
    } else {
      ink.fillStyle = colours('surface');
      ink.fill(path);
    }
  }
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) throw new Error('This browser cannot draw the picture. Save it as SVG instead.');
  pattern.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}
