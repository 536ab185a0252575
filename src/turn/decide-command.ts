/** A command does the same wherever it comes, also while a department owns the reply (law 5). */
import type { Vars } from '../flow/session.ts';
import type { CommandName } from './commands.ts';
import { matterVars } from './matter.ts';
import type { Said } from './said.ts';
import { recentTicket } from './supplement.ts';
import type { Talk } from './talk.ts';

export async function runCommand(command: CommandName, said: Said, talk: Talk): Promise<void> {
  const vars = matterVars(talk.judge(said.text), said.text, said.messageIds, talk.deps);
  switch (command) {
    case 'begin':
      return talk.say('begin');
    case 'cancel':
      return await cancel(talk, vars);
    case 'back':
      if (talk.back()) return;
      if (talk.wait() && !talk.wait()?.soft) return talk.askAgain();
      return talk.say('nothing-to-cancel');
    case 'restart':
      return await restart(talk, vars);
    case 'help':
      await talk.start('help', {});
      return talk.askAgain();
    case 'about':
      await talk.start('about', {});
      return talk.askAgain();
    case 'status':
      await talk.start('status', { ...vars, intent: 'status' });
      return talk.askAgain();
    case 'withdraw':
      return await talk.start('withdraw', vars);
    case 'book':
      await talk.start('booking', { ...vars, intent: 'book' });
      return talk.askAgain();
    case 'human':
      return await talk.start('human', { ...vars, intent: 'human' });
    case 'stop':
      talk.leave();
      return await talk.start('stop', {});
  }
}

/** With nothing to leave it is how an app opens a chat ("/start"), and gets a greeting. */
async function restart(talk: Talk, vars: Vars): Promise<void> {
  const isRunning = talk.wait() !== null;
  talk.leave();
  if (isRunning) talk.say('restarted');
  else await talk.start('greet', vars);
}

/**
 * The question that runs is left; what has a code stays with its department. Where none runs, the ticket just filed
 * may be meant: asked first.
 */
async function cancel(talk: Talk, vars: Vars): Promise<void> {
  const wait = talk.wait();
  if (wait !== null && !wait.soft) {
    talk.leave();
    return talk.say('cancelled');
  }
  const latest = recentTicket(talk);
  if (latest && !latest.confidential) return await talk.start('withdraw', vars);
  talk.say('nothing-to-cancel');
}
