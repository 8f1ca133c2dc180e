import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { until } from '../support/until.ts';

/** A reader's terminal: what is typed stays, as in `cd` and `export`. */
export interface Terminal {
  /** What the command printed. Throws with its own words when it fails. */
  type(command: string): Promise<string>;
  /** Starts in another terminal what goes on running, and waits until its port answers, if it has one. */
  typeInSecond(command: string, port?: number): Promise<void>;
  /** What the second terminal shows by now. */
  second(): string;
  folder(): Promise<string>;
  close(): void;
}

const DONE = '--done--';

export const openTerminal = (folder: string, env: NodeJS.ProcessEnv): Terminal => {
  const shell = spawn('bash', ['--noprofile', '--norc', '-o', 'pipefail'], { cwd: folder, env, detached: true });
  const log = path.join(folder, 'second-terminal.log');
  let [printed, complaints, isGone] = ['', '', false];
  shell.stdout.setEncoding('utf8').on('data', (text: string) => { printed += text; });
  shell.stderr.setEncoding('utf8').on('data', (text: string) => { complaints += text; });
  shell.on('exit', () => { isGone = true; });
  const type = async (command: string): Promise<string> => {
    [printed, complaints] = ['', ''];
    shell.stdin.write(`${command}\nprintf '\\n${DONE} %s\\n' $?\n`);
    const ending = new RegExp(`\\n${DONE} (\\d+)\\n`);
    const code = await until(`the end of: ${command}`, async () => (isGone ? 'gone' : ending.exec(printed)?.[1]));
    if (code !== '0') throw new Error(`${command}\nended with ${code}: ${complaints}${printed}`);
    return printed.replace(ending, '');
  };
  const answers = (port: number): Promise<boolean> => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
  });
  return {
    type,
    typeInSecond: async (command, port) => {
      await type(`${command} > '${log}' 2>&1 < /dev/null &`);
      if (port !== undefined) await until(`${command} to listen`, () => answers(port));
    },
    second: () => readFileSync(log, 'utf8'),
    folder: async () => (await type('pwd')).trim(),
    // With whatever it started.
    close: () => { if (shell.pid !== undefined && !isGone) process.kill(-shell.pid); },
  };
};
