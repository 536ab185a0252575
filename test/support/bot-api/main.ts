/**
 * Starts the Bot API stand-in as a process of its own, for crash tests:
 * `node --import tsx test/support/bot-api/main.ts [--port 0] [--token 1:x] [--until-stdin-ends]`.
 * Prints one line, `{"port","url","token"}`, when it listens. Its control API over HTTP is described in control.ts.
 * Ends on SIGTERM or SIGINT; with `--until-stdin-ends` also when its parent is gone, however that ended.
 */
import { parseArgs } from 'node:util';
import { createBotApi } from './bot-api.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, token: { type: 'string' }, 'until-stdin-ends': { type: 'boolean' } },
});

const api = await createBotApi({ token: values.token, port: Number(values.port ?? 0), control: true });
process.stdout.write(`${JSON.stringify({ port: api.port, url: api.url, token: api.token })}\n`);

const end = () => void api.close().then(() => process.exit(0));
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (values['until-stdin-ends']) process.stdin.on('end', end).resume();
