/** Running other programs from the launchers. */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { projectNode } from './project-node.mjs';

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The environment of every child: whatever starts `node` in there gets the project's one. */
export function childEnvironment(extra = {}) {
  const node = projectNode(root);
  const path = [...(node ? [dirname(node)] : []), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
    delimiter,
  );
  return { ...process.env, PATH: path, ...extra };
}

/**
 * Runs a program to its end and keeps what it prints, without colours.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} code -1 when it could not be started or was killed
 */
export function runQuietly(command, args, { env = childEnvironment(), timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const limit =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => (output += `${error.message}\n`));
    child.on('close', (code) => {
      if (limit) clearTimeout(limit);
      resolve({ code: code ?? -1, output: stripVTControlCharacters(output), timedOut });
    });
  });
}

/**
 * Runs a program on this terminal to its end. Ctrl-C reaches it directly and it ends in its own way: this process
 * waits for it. A signal sent to this process alone is passed on.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, interrupted: boolean, timedOut: boolean }>} code null when a signal ended it
 */
export function runHere(command, args, { env = childEnvironment(), timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    let interrupted = false;
    let timedOut = false;
    const limit =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    const onInterrupt = () => {
      interrupted = true;
      // On a terminal the child got the signal itself.
      if (!process.stdin.isTTY) child.kill('SIGINT');
    };
    const onTerminate = () => {
      interrupted = true;
      child.kill('SIGTERM');
    };
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onTerminate);
    const finish = (/** @type {number | null} */ code) => {
      if (limit) clearTimeout(limit);
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
      resolve({ code, interrupted, timedOut });
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      finish(127);
    });
    child.on('close', finish);
  });
}

/** A set-up step that cannot go on: its message is a sentence for the person and is shown without a stack. */
export class SetupError extends Error {}
