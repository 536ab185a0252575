/**
 * The desk as flows see it: every action of flow/actions.ts by name. Reads only; what is to be written comes back as
 * events.
 */
import type { ActionName } from '../flow/actions.ts';
import type { FlowServices } from '../flow/step.ts';
import { assert } from '../lib/errors.ts';
import type { Action, ActionScope } from './actions/action.ts';
import { fileForPerson, fileTicket, pick } from './actions/filing.ts';
import {
  askPerson,
  confirmSolved,
  disputeSolved,
  findTicket,
  joinPicked,
  listOpen,
  listTickets,
  setPlace,
  setRole,
  withdrawTicket,
} from './actions/following.ts';
import { joinChat } from './actions/joining.ts';
import { countAbuse, countOutside, noteNotice, sealMessages, stopMessages, tellClinic } from './actions/talking.ts';

const byName: Record<ActionName, Action> = {
  file_ticket: fileTicket,
  file_for_person: fileForPerson,
  pick,
  set_place: setPlace,
  set_role: setRole,
  note_notice: noteNotice,
  find_ticket: findTicket,
  list_tickets: listTickets,
  list_open: listOpen,
  withdraw_ticket: withdrawTicket,
  tell_clinic: tellClinic,
  count_outside: countOutside,
  ask_person: askPerson,
  confirm_solved: confirmSolved,
  dispute_solved: disputeSolved,
  join_picked: joinPicked,
  stop_messages: stopMessages,
  join_chat: joinChat,
  count_abuse: countAbuse,
  seal_messages: sealMessages,
};

/** The services of one turn. */
export function createFlowServices(scope: ActionScope): FlowServices {
  return {
    async run(name, vars) {
      const action = byName[name as ActionName];
      assert(action, `no action ${name}`);
      return await action(vars, scope);
    },
  };
}
