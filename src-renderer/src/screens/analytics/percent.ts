import { Big } from '@shared/big';
import { currentLocale } from '../../format/locale';

/** `part` of `whole` in percent, rounded half up to one decimal; null when there is no whole to share. */
export function sharePercent(part: string, whole: string): string | null {
  const all = new Big(whole);
  if (all.eq('0')) return null;
  return new Big(part).times('100').div(all).round(1, Big.roundHalfUp).toFixed();
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making one costs as much as formatting a hundred cells. */
function formatter(locale: string, digits: number, signed: boolean): Intl.NumberFormat {
  const key = `${locale} ${digits} ${signed}`;
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: signed ? 'exceptZero' : 'auto',
    });
    formatters.set(key, known);
  }
  return known;
}

/** Percent text ("51") as people read it: "51.0%". Takes and shows exact decimals. */
export const formatPercent = (
  percent: string,
  { signed = false, digits = 1, locale = currentLocale() }: { signed?: boolean; digits?: number; locale?: string } = {},
): string =>
  formatter(locale, digits, signed).format(new Big(percent).div('100').toFixed() as Intl.StringNumericLiteral);

/** The share of a part in a whole as people read it; "<0.1%" of what is more than nothing. Null without a whole. */
export function shareText(part: string, whole: string, locale = currentLocale()): string | null {
  const share = sharePercent(part, whole);
  if (share === null) return null;
  const isLittle = share === '0' && new Big(part).gt('0');
  return isLittle ? `<${formatPercent('0.1', { locale })}` : formatPercent(share, { locale });
}

/** A total against the one before. */
export interface Change {
  direction: 'more' | 'less' | 'same';
  /** Signed percent with one decimal; null when it was nothing before. */
  percent: string | null;
}

export function changeBetween(before: string, after: string): Change {
  const difference = new Big(after).minus(before);
  if (difference.eq('0')) return { direction: 'same', percent: '0' };
  return { direction: difference.gt('0') ? 'more' : 'less', percent: sharePercent(difference.toFixed(), before) };
}

/**
 * The percent of a change as people read it: "+12.5%", "under 0.1%". What still costs something did not fall by all of
 * it: it reads "-99.9%", never "-100.0%".
 */
export function changePercentText(percent: string, after: string, { signed }: { signed: boolean }): string {
  if (new Big(percent).eq('0')) return `under ${formatPercent('0.1')}`;
  const told = percent === '-100' && !new Big(after).eq('0') ? '-99.9' : percent;
  return formatPercent(signed ? told : new Big(told).abs().toFixed(), { signed });
}

/** A change in words: "12.5% more", "more" when it was nothing before, "the same". */
export function changeText(before: string, after: string): string {
  const { direction, percent } = changeBetween(before, after);
  if (direction === 'same') return 'the same';
  if (percent === null) return direction;
  return `${changePercentText(percent, after, { signed: false })} ${direction}`;
}
