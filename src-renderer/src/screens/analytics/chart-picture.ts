import type { ChartFacts } from './chart-facts';
import { placeChart } from './chart-plot';
import { beforeDash, type SceneItem } from './chart-scene';
import { lookMark, lookToken } from './look-patterns';
import { windowsApartText } from './priced-anew';

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
const lettersPerLine = 140;
/** A longer name goes on in another line. */
const lettersPerName = 115;
/** About the width of a letter of the legend, with room to spare. */
const letter = 7.2;

/** Lays out a picture of what the chart shows, hidden series left out: the same scene as on the page. `about` says what it shows. */
export function chartPicture(facts: ChartFacts, about: string): Picture {
  const items: SceneItem[] = [];
  const text = (x: number, y: number, words: string, size: number, token = 'ink', weight = 400) =>
    items.push({ type: 'text', x, y, text: words, anchor: 'start', token, size, weight });

  text(margin, margin + 16, facts.title, 18, 'ink', 600);
  const summary = [about, facts.summary, ...apartNote(facts)].flatMap((line) => wrapped(line, lettersPerLine));
  for (const [index, line] of summary.entries()) text(margin, margin + 40 + index * lineHeight, line, 12, 'secondary');

  const top = margin + 40 + summary.length * lineHeight;
  const { items: chart, layout } = placeChart(facts, width - 2 * margin, plotHeight);
  items.push(...chart.map((item) => moved(item, margin, top)));

  let [x, y] = [margin, top + plotHeight + lineHeight];
  const entry = (name: string, swatch: (x: number, y: number) => SceneItem[]) => {
    const [first = '', ...more] = wrapped(name, lettersPerName);
    const needed = 30 + first.length * letter + 16;
    if (x > margin && (x + needed > width - margin || more.length > 0)) [x, y] = [margin, y + lineHeight];
    items.push(...swatch(x, y - 4));
    text(x + 28, y, first, 12, 'secondary');
    for (const line of more) {
      y += lineHeight;
      text(x + 28, y, line, 12, 'secondary');
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

/** Text in lines of at most so many letters, broken between words, and amid one that is longer. */
function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  const pieces = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${letters}}`, 'gsu')) ?? ['']);
  for (const word of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
