import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { type ChartBox, windowAt } from './chart-layout';
import { between, type ZoomRange } from './chart-zoom';

interface Walk {
  windows: number;
  box: ChartBox;
  onZoom?(range: ZoomRange): void;
  /** A window was chosen: by Enter, or by a press at a height of the drawing. */
  onPick?(index: number, y: number | null): void;
}

/** A press that moves less than this is no drag. */
const leastDrag = 5;

/**
 * How pointer and keyboard move over the windows of a chart: pointing or arrows show one, dragging or Shift with the
 * arrows mark several, letting go or Enter zooms into them, Escape takes back.
 */
export function useChartWalk({ windows, box, onZoom, onPick }: Walk) {
  const [shown, setShown] = useState<number | null>(null);
  const [walked, setWalked] = useState(0);
  const [marked, setMarked] = useState<{ from: number; to: number } | null>(null);
  const press = useRef<{ x: number; index: number } | null>(null);

  const current = Math.min(walked, windows - 1);
  const clamp = (index: number) => Math.max(0, Math.min(windows - 1, index));
  const walkTo = (index: number, isMarking: boolean) => {
    const next = clamp(index);
    setMarked(isMarking && onZoom ? { from: marked?.from ?? current, to: next } : null);
    setWalked(next);
    setShown(next);
  };
  const zoom = (range: ZoomRange) => {
    setMarked(null);
    setShown(null);
    setWalked(0);
    onZoom?.(range);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.round(windows / 10));
    const target = {
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      PageUp: current + page,
      PageDown: current - page,
      Home: 0,
      End: windows - 1,
    }[event.key];
    if (target !== undefined) walkTo(target, event.shiftKey);
    else if (event.key === 'Enter' && marked) zoom(between(marked.from, marked.to));
    else if (event.key === 'Enter' && onPick) onPick(current, null);
    else if (event.key === 'Escape' && (marked || press.current)) {
      press.current = null;
      setMarked(null);
    } else if (event.key === 'Escape' && shown !== null) setShown(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const placeOf = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    // Who drags beyond the edge means the edge.
    const inside = Math.max(box.left, Math.min(box.width - box.right - 1, x));
    return { x, y, index: windowAt(x, windows, box), nearest: windowAt(inside, windows, box) };
  };
  const pointer = {
    onPointerDown(event: PointerEvent) {
      const { x, index } = placeOf(event);
      if (event.button !== 0 || index === null) return;
      press.current = { x, index };
      setMarked(null);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      const { x, index, nearest } = placeOf(event);
      const start = press.current;
      if (start && onZoom && nearest !== null && Math.abs(x - start.x) >= leastDrag) {
        setMarked({ from: start.index, to: nearest });
      }
      setShown(start ? nearest : index);
      if (index !== null) setWalked(index);
    },
    onPointerUp(event: PointerEvent) {
      const start = press.current;
      press.current = null;
      if (!start) return;
      const { y, index } = placeOf(event);
      if (marked) zoom(between(marked.from, marked.to));
      else if (index !== null) onPick?.(index, y);
    },
    onPointerCancel() {
      press.current = null;
      setMarked(null);
    },
    onPointerLeave() {
      if (!press.current) setShown(null);
    },
  };

  return {
    current,
    active: shown !== null && shown < windows ? shown : null,
    marked: marked && between(clamp(marked.from), clamp(marked.to)),
    handlers: {
      ...pointer,
      onKeyDown,
      onFocus: (event: { target: Element }) => event.target.matches(':focus-visible') && setShown(current),
      onBlur: () => {
        setShown(null);
        setMarked(null);
      },
    },
  };
}
