import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { askAgain } from './ask-again';

test.each(['its first answer', 'a later answer'])(
  'what changes while %s is on its way is asked again, once, whatever else changes meanwhile',
  async (which) => {
    const client = new QueryClient();
    const answers: ((answer: string) => void)[] = [];
    const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
    const observer = new QueryObserver(client, { queryKey: ['environment', 'list'], queryFn });
    const stop = observer.subscribe(() => undefined);
    const isDue = (count: number) => vi.waitFor(() => expect(answers).toHaveLength(count));
    let asked = 1;
    await isDue(asked);
    if (which === 'a later answer') {
      answers[0]?.('first');
      await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('first'));
      void client.invalidateQueries();
      asked += 1;
      await isDue(asked);
    }
    askAgain(client, () => true);
    if (which === 'its first answer') askAgain(client, () => true);
    answers[asked - 1]?.('of before');
    await isDue(asked + 1);
    answers[asked]?.('of after');
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('of after'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answers).toHaveLength(asked + 1);
    stop();
    client.clear();
  },
);
