import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import type { useReportView } from '../report-view';
import { linkOf, stepsOf } from './drill-link';
import type { DrillStep } from './drill-steps';

/** How many history entries before this one are steps of the same drill, each one level up. */
const depthOf = (state: object): number => {
  const depth: unknown = Reflect.get(state, 'drillDepth');
  return typeof depth === 'number' ? depth : 0;
};

/**
 * The drill that the address holds. Every step down is an entry of the history, so that the back button goes up again; a
 * way up through the panel goes back to where one came from instead of adding to it.
 */
export function useDrill({ view, question }: Pick<ReturnType<typeof useReportView>, 'view' | 'question'>) {
  const navigate = useNavigate();
  const { history } = useRouter();
  const depth = useLocation({ select: ({ state }) => depthOf(state) });
  const steps = stepsOf(view.drill, question);
  const go = (next: readonly DrillStep[]) => {
    const up = steps.length - next.length;
    if (up > 0 && up <= depth) return history.go(-up);
    const { steps: path, ...window } = linkOf(next, question);
    void navigate({
      to: '.',
      replace: up >= 0,
      search: ((old: Record<string, unknown>) => {
        const { drill: _left, ...rest } = old;
        return path ? { ...rest, drill: { ...window, steps: path } } : rest;
      }) as never,
      state: ((old: object) => ({ ...old, drillDepth: up < 0 ? depth + 1 : 0 })) as never,
    });
  };
  return { steps, go };
}
