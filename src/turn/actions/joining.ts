/** The web chat is carried on here: its talk comes to the contact who said that they are the same person. */
import { takenStartLink } from '../../desk/contacts/visitor-links.ts';
import type { Action } from './action.ts';

export const joinChat: Action = async (_vars, { deps, state }) => {
  const link = await takenStartLink(deps.db, state.conversation.id, deps.clock.now());
  if (!link) return { vars: { joined: false }, events: [] };
  return { vars: { joined: true }, events: [{ kind: 'visitor_joined', address: link.address }] };
};
