import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { atEndOfFile } from '../support/end-of-file.ts';

export const cliProgram = fileURLToPath(new URL('../../../packages/cli/bin/paygate.mjs', import.meta.url));

export interface CliRun { readonly code: number | null; readonly stdout: string; readonly stderr: string }
/** The command line as a user's shell runs it, with a home folder of its own. */
export interface Cli {
  readonly configFile: string;
  run(line: readonly string[], options?: { readonly env?: Record<string, string>; readonly input?: string }): Promise<CliRun>;
  /** Started and left running; `lines` grows, `ended` answers the exit code. */
  start(line: readonly string[]): { readonly lines: string[]; readonly child: ChildProcessByStdio<null, Readable, Readable>; readonly ended: Promise<number | null>; stop(): Promise<number | null> };
}

export const openCli = (): Cli => {
  const home = mkdtempSync(path.join(tmpdir(), 'paygate-cli-'));
  atEndOfFile(() => rmSync(home, { recursive: true }));
  const env = (more: Record<string, string> = {}) => ({ PATH: process.env['PATH'] ?? '', XDG_CONFIG_HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), HOME: home, ...more });
  const textOf = async (stream: Readable): Promise<string> => (await stream.setEncoding('utf8').toArray()).join('');
  return {
    configFile: path.join(home, 'paygate', 'config.json'),
    run: async (line, { env: more, input = '' } = {}) => {
      const child = spawn(process.execPath, [cliProgram, ...line], { env: env(more), stdio: ['pipe', 'pipe', 'pipe'] });
      child.stdin.end(input);
      const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
      return { code: await code, stdout, stderr };
    },
    start: (line) => {
      const child = spawn(process.execPath, [cliProgram, ...line], { env: env(), stdio: ['ignore', 'pipe', 'pipe'] });
      const lines: string[] = [];
      let rest = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
      });
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      atEndOfFile(() => child.kill('SIGKILL'));
      return {
        lines, child, ended,
        stop: () => {
          child.kill('SIGINT');
          return ended;
        },
      };
    },
  };
};
