/** Letters of Chinese, Japanese and Korean, with their punctuation, and emoji: as wide as they are high. */
const fullWidth =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Emoji_Presentation}\u3000-\u303f\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;

/** About how wide a text is at a size in pixels, with room to spare: a picture is laid out where nothing can be measured. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += fullWidth.test(letter) ? size : 0.6 * size;
  return width;
}
