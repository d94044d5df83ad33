import { foldText } from '@shared/rules/fold-text';

/** A plan as somebody types it. */
export interface NamedPlan {
  id: string;
  name: string;
  lookup_key: string;
}

/** The plan that is called so: by lookup key or id, else by name. */
export function findPlan<P extends NamedPlan>(text: string, plans: readonly P[]): P | undefined {
  const typed = text.trim();
  const wanted = foldText(typed);
  return (
    plans.find(({ lookup_key, id }) => lookup_key === typed || id === typed) ??
    plans.find(({ name }) => foldText(name) === wanted)
  );
}

/** What a list offers first is what Enter takes: the plan that is called so, then those that begin so, then the others. */
export function bestPlansFirst<P extends NamedPlan>(text: string, plans: readonly P[]): P[] {
  const wanted = foldText(text.trim());
  if (wanted === '') return [...plans];
  const named = findPlan(text, plans);
  const rank = (plan: P) =>
    plan === named ? 0 : [plan.name, plan.lookup_key].some((one) => foldText(one).startsWith(wanted)) ? 1 : 2;
  return plans.toSorted((a, b) => rank(a) - rank(b));
}

/** The plans with a text in their name or lookup key, the best first. */
export function plansByText<P extends NamedPlan>(text: string, plans: readonly P[]): P[] {
  const wanted = foldText(text.trim());
  const found = plans.filter(({ name, lookup_key }) => foldText(`${name}\n${lookup_key}`).includes(wanted));
  return bestPlansFirst(text, found);
}

/** What finds this plan and no other: its name, unless another plan is found by that. */
export const ownText = <P extends NamedPlan>(plan: P, plans: readonly P[]): string =>
  [plan.name, plan.lookup_key].find((text) => text !== '' && findPlan(text, plans)?.id === plan.id) ?? plan.id;
