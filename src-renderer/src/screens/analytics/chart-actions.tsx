import { Ellipsis } from 'lucide-react';
import type { DayRange } from '../../components/date-range-picker';
import { IconButton } from '../../components/icon-button';
import { ActionMenu } from '../../components/menu';
import { toastDone, toastFailure } from '../../components/toast';
import { door } from '../../door/door';
import { toHtmlTable, toTabText } from './breakdown-copy';
import { chartCells } from './chart-cells';
import type { ChartFacts } from './chart-facts';
import { chartPicture } from './chart-picture';
import { lightColours } from './light-colours';
import { paperActions } from './paper-actions';
import { picturePng } from './picture-png';
import { pictureSvg } from './picture-svg';

async function copyFigures(facts: ChartFacts): Promise<string> {
  const cells = chartCells(facts);
  const blob = (type: string, text: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': blob('text/plain', toTabText(cells)),
      'text/html': blob('text/html', toHtmlTable(cells)),
    }),
  ]);
  return 'Copied the figures of the chart as a table';
}

async function copyPng(facts: ChartFacts, about: string): Promise<string> {
  const png = picturePng(chartPicture(facts, about), lightColours());
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  return 'Copied the chart as a picture';
}

/** "cost-by-group_2026-03-02_2026-03-31": what a file of the chart is called, without its ending. */
function fileName({ title, days }: ChartFacts): string {
  const subject = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return [subject, days.from, days.to].join('_');
}

async function saveSvg(facts: ChartFacts, about: string): Promise<string | null> {
  const saved = await door.saveFile(`${fileName(facts)}.svg`, pictureSvg(chartPicture(facts, about), lightColours()));
  return saved && `Saved the chart as ${saved.path ?? saved.name}`;
}

async function savePng(facts: ChartFacts, about: string): Promise<string | null> {
  const png = await picturePng(chartPicture(facts, about), lightColours());
  const saved = await door.saveFile(`${fileName(facts)}.png`, new Uint8Array(await png.arrayBuffer()));
  return saved && `Saved the chart as ${saved.path ?? saved.name}`;
}

interface Props {
  facts: ChartFacts;
  /** Where the figures of some days are from and what they leave out: a picture says so itself. */
  scopeText(days: DayRange): string;
}

/** Takes the chart elsewhere: its figures as a table, itself as a picture, the page on paper. */
export function ChartActions({ facts, scopeText }: Props) {
  const run = (action: (facts: ChartFacts, about: string) => Promise<string | null>) => () =>
    void action(facts, scopeText(facts.days)).then((done) => done && toastDone(done), toastFailure);
  return (
    <span className="print:hidden">
      <ActionMenu
        label="Take the chart elsewhere"
        trigger={<IconButton label="Copy, save or print the chart" icon={<Ellipsis size={16} />} />}
        actions={[
          { id: 'table', label: 'Copy figures as a table', onAction: run(copyFigures) },
          { id: 'png', label: 'Copy chart as PNG', onAction: run(copyPng) },
          { id: 'save-png', label: 'Save chart as PNG', onAction: run(savePng) },
          { id: 'save-svg', label: 'Save chart as SVG', onAction: run(saveSvg) },
          ...paperActions(fileName(facts)),
        ]}
      />
    </span>
  );
}
