import type { MenuCommand } from '@shared/door';
import { useEffect, useRef } from 'react';

const handlers: { command: MenuCommand; run(): void }[] = [];

/** Runs what the native menu asked for; a command nobody on screen answers does nothing. */
export function runMenuCommand(command: MenuCommand) {
  handlers.findLast((handler) => handler.command === command)?.run();
}

/** Answers a command of the native menu while the component is mounted. */
export function useMenuCommand(command: MenuCommand, run: () => void) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const handler = { command, run: () => latest.current() };
    handlers.push(handler);
    return () => {
      handlers.splice(handlers.indexOf(handler), 1);
    };
  }, [command]);
}
