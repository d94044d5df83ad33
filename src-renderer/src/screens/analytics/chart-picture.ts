import type { ChartFacts } from './chart-facts';
import { placeChart } from './chart-plot';
import { beforeDash, type SceneItem } from './chart-scene';
import { lookMark, lookToken } from './look-patterns';
import { windowsApartText } from './priced-anew';
import { widthOf } from './text-width';

/** A chart as a picture of its own: what it is about, the chart, and its legend. */
export interface Picture {
  title: string;
  width: number;
  height: number;
  items: SceneItem[];
}

const width = 960;
const margin = 24;
const plotHeight = 360;
const lineHeight = 20;
const innerWidth = width - 2 * margin;
/** Where a name begins beside its mark. */
const nameLeft = 28;
const titleSize = 18;
const textSize = 12;

/** Lays out a picture of what the chart shows, hidden series left out: the same scene as on the page. `about` says what it shows. */
export function chartPicture(facts: ChartFacts, about: string): Picture {
  const items: SceneItem[] = [];
  const text = (x: number, y: number, words: string, size: number, token = 'ink', weight = 400) =>
    items.push({ type: 'text', x, y, text: words, anchor: 'start', token, size, weight });

  let top = margin + 16;
  for (const line of wrapped(facts.title, innerWidth, titleSize)) {
    text(margin, top, line, titleSize, 'ink', 600);
    top += lineHeight + 4;
  }
  for (const line of [about, facts.summary, ...apartNote(facts)].flatMap((one) => wrapped(one, innerWidth, textSize))) {
    text(margin, top, line, textSize, 'secondary');
    top += lineHeight;
  }

  const { items: chart, layout } = placeChart(facts, innerWidth, plotHeight);
  items.push(...chart.map((item) => moved(item, margin, top)));

  let [x, y] = [margin, top + plotHeight + lineHeight];
  const entry = (name: string, swatch: (x: number, y: number) => SceneItem[]) => {
    const [first = '', ...more] = wrapped(name, innerWidth - nameLeft, textSize);
    const needed = nameLeft + widthOf(first, textSize) + 18;
    if (x > margin && (x + needed > width - margin || more.length > 0)) [x, y] = [margin, y + lineHeight];
    items.push(...swatch(x, y - 4));
    text(x + nameLeft, y, first, textSize, 'secondary');
    for (const line of more) {
      y += lineHeight;
      text(x + nameLeft, y, line, textSize, 'secondary');
    }
    if (more.length > 0) [x, y] = [margin, y + lineHeight];
    else x += needed;
  };
  for (const { name, look } of facts.series) {
    const mark = lookMark(look);
    const colour = { token: lookToken(look) };
    entry(name, (left, middle) =>
      layout.form === 'bars'
        ? [{ type: 'path', d: `M${left} ${middle - 7}h14v14h-14Z`, fill: { look } }]
        : [
            { type: 'path', d: `M${left} ${middle}h22`, stroke: colour, strokeWidth: 2 },
            {
              type: 'path',
              d: mark.d,
              at: { x: left + 11, y: middle },
              fill: mark.isHollow ? { token: 'surface' } : colour,
              ...(mark.isHollow && { stroke: colour, strokeWidth: 1.5 }),
            },
          ],
    );
  }
  if (facts.before.length > 0 && facts.kind !== 'share') {
    entry('The period before', (left, middle) => [
      { type: 'path', d: `M${left} ${middle}h22`, stroke: { token: 'muted' }, strokeWidth: 1.5, dash: beforeDash },
    ]);
  }
  const height = Math.ceil(y + margin);
  const ground: SceneItem = { type: 'path', d: `M0 0H${width}V${height}H0Z`, fill: { token: 'surface' } };
  return { title: facts.title, width, height, items: [ground, ...items] };
}

/** What stands below the chart on the page, where the windows do not add up to what is said of the whole. */
const apartNote = ({ apart, windowWord, amountText }: ChartFacts): string[] =>
  apart ? [windowsApartText(windowWord, amountText(apart.windows), amountText(apart.range))] : [];

/** A scene item moved as a whole. */
function moved(item: SceneItem, x: number, y: number): SceneItem {
  if (item.type === 'text') return { ...item, x: item.x + x, y: item.y + y };
  return { ...item, at: { x: (item.at?.x ?? 0) + x, y: (item.at?.y ?? 0) + y } };
}

/** Text in lines of at most so many pixels, broken between words, and amid one that is longer. */
function wrapped(text: string, most: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((one) => pieces(one, most, size))) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer, size) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A word in parts that each fit a line. */
function pieces(word: string, most: number, size: number): string[] {
  const parts = [''];
  for (const letter of word) {
    const longer = parts.at(-1) + letter;
    if (widthOf(longer, size) <= most) parts[parts.length - 1] = longer;
    else parts.push(letter);
  }
  return parts;
}
