/**
 * The stand-in's control over HTTP, for tests whose parts are separate processes (see main.ts). JSON in and out; faulty
 * input answers 400 `{"error"}`.
 *
 * - `POST /control/acts` `{"acts":[act,…]}` → `{"acts":[{"message_id"?,"callback"?}]}`, done in order. An act is
 *   - `{"user":1,"text":"…","replyTo"?:message_id}`
 *   - `{"user":1,"start":"payload"}`
 *   - `{"user":1,"edit":message_id,"text":"…"}`
 *   - `{"user":1,"press":"label"}`: on the newest message that has such a button
 *   - `{"user":1,"photo":"base64","text"?}` · `{"user":1,"location":[lat,lon]}`
 *   - `{"user":1,"block":true}` · `{"user":1,"unblock":true}`
 * - `POST /control/faults` `{"method","fault":{…},"chat"?:id}` → `{}`; see faults.ts. `chat`: only calls to that chat.
 * - `DELETE /control/faults` → `{}`: plays none of those that are left.
 * - `GET /control/calls?from=0&method=sendMessage` →
 *   `{"calls":[{seq,at,method,params,ok,code?,result?,fault?}],"next":seq}`: in the order of doing, from `from` on;
 * `ok`
 *   is what was done, even where a fault then lost the answer.
 * - `GET /control/chat?user=1` → `{"messages":[…]}`: both sides, oldest first, edits applied.
 * - `GET /control/state` → `{"pending":n,"polling":bool,"calls":n,"webhook":{…as getWebhookInfo}}`; `pending`: updates
 *   not confirmed; `polling`: a poll is held open.
 */
import type { BotApi, Citizen } from './bot-api.ts';
import type { Fault } from './faults.ts';
import type { Control } from './transport.ts';
import type { Webhook } from './webhook.ts';

type Act = {
  user: number;
  text?: string;
  replyTo?: number;
  start?: string;
  edit?: number;
  press?: string;
  photo?: string;
  location?: [number, number];
  block?: true;
  unblock?: true;
};

export function createControl(
  api: Omit<BotApi, 'url' | 'port' | 'connections' | 'cut' | 'close'>,
  webhook: Webhook,
): Control {
  async function answer(request: Request): Promise<object | undefined> {
    const { pathname, searchParams } = new URL(request.url);
    switch (`${request.method} ${pathname}`) {
      case 'POST /control/acts': {
        const { acts } = (await request.json()) as { acts: Act[] };
        return { acts: acts.map((act) => perform(api.user(act.user), act)) };
      }
      case 'POST /control/faults': {
        const { method, fault, chat } = (await request.json()) as { method: string; fault: Fault; chat?: number };
        api.fault(method, fault, chat === undefined ? undefined : (params) => Number(params.chat_id) === chat);
        return {};
      }
      case 'DELETE /control/faults':
        api.clearFaults();
        return {};
      case 'GET /control/calls': {
        const method = searchParams.get('method');
        const from = Number(searchParams.get('from') ?? 0);
        const calls = api.calls.slice(from).filter((call) => method === null || call.method === method);
        return { calls, next: api.calls.length };
      }
      case 'GET /control/chat':
        return { messages: api.user(Number(searchParams.get('user'))).messages() };
      case 'GET /control/state':
        return { pending: api.pending(), polling: api.polling(), calls: api.calls.length, webhook: webhook.info() };
    }
    return undefined;
  }

  return async (request) => {
    try {
      const body = await answer(request);
      return body === undefined ? Response.json({ error: 'no such control' }, { status: 404 }) : Response.json(body);
    } catch (error) {
      return Response.json({ error: String(error) }, { status: 400 });
    }
  };
}

function perform(citizen: Citizen, act: Act): object {
  if (act.block) return citizen.block() ?? {};
  if (act.unblock) return citizen.unblock() ?? {};
  if (act.press !== undefined) return { callback: press(citizen, act.press) };
  if (act.edit !== undefined) return citizen.edit(find(citizen, act.edit), act.text ?? '') ?? {};
  const { message_id } = write(citizen, act);
  return { message_id };
}

function write(citizen: Citizen, act: Act) {
  if (act.start !== undefined) return citizen.start(act.start);
  if (act.location !== undefined) return citizen.location(...act.location);
  if (act.photo !== undefined) return citizen.photo({ bytes: Buffer.from(act.photo, 'base64'), caption: act.text });
  if (act.text === undefined) throw new Error(`no act: ${JSON.stringify(act)}`);
  const replyTo = act.replyTo === undefined ? undefined : find(citizen, act.replyTo);
  return citizen.text(act.text, { replyTo });
}

function press(citizen: Citizen, label: string): string {
  const message = citizen
    .received()
    .findLast(({ reply_markup }) => reply_markup?.inline_keyboard.flat().some(({ text }) => text === label));
  if (message === undefined) throw new Error(`no button "${label}"`);
  return citizen.press(message, label);
}

function find(citizen: Citizen, messageId: number) {
  const message = citizen.messages().find(({ message_id }) => message_id === messageId);
  if (message === undefined) throw new Error(`no message ${messageId}`);
  return message;
}
