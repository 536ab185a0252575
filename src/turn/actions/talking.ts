/** What needs no ticket: the notice, the clinic's days, services outside, abuse, STOP, what must be sealed. */
import { nextClinicDays } from '../../desk/reference/clinic-plan.ts';
import { mayNameClinicDays } from '../../desk/reference/settings.ts';
import { hourMs, longDay } from '../../lib/wib.ts';
import { abuseWindowMs, countIn, turnLimits } from '../memory.ts';
import { type Action, messagesOf, textOf } from './action.ts';

export const noteNotice: Action = (_vars, { deps }) => ({
  vars: { noticeLine: deps.words('notice') },
  events: [{ kind: 'notice_shown', version: deps.words('notice-version') }],
});

/** Until the coordinator has confirmed the dates, none is named. */
export const tellClinic: Action = (_vars, { deps, state }) => {
  const { clinic } = deps.reference;
  const day = mayNameClinicDays(state.settings, deps.reference)
    ? nextClinicDays(clinic, deps.clock.now(), 1)[0]
    : undefined;
  if (!day)
    return {
      vars: { clinicKnown: false, clinicLine: deps.words('clinic-unknown', { room: clinic.room }) },
      events: [],
    };
  const hours = `${clinic.hours.from.replace(':', '.')}–${clinic.hours.to.replace(':', '.')} WIB`;
  const clinicLine = deps.words('clinic-known', { room: clinic.room, day: longDay(day.date), hours });
  return { vars: { clinicKnown: true, clinicLine }, events: [] };
};

export const countOutside: Action = (vars) => ({
  vars: {},
  events: [{ kind: 'tallied', what: 'outside', key: textOf(vars, 'topic') || 'unknown' }],
});

/** No argument: one sentence, then silence; who goes on is limited for some hours, everything is kept. */
export const countAbuse: Action = (vars, { deps, memory }) => {
  const now = deps.clock.now();
  const count = countIn(memory.abuse, now, abuseWindowMs);
  const intent = textOf(vars, 'intent');
  const isLimited = count >= turnLimits.abuseMax;
  return {
    vars: { limited: isLimited, first: count === 1 },
    events: [
      { kind: 'tallied', what: intent === 'spam' ? 'spam' : 'abuse', key: 'all' },
      ...(isLimited ? [{ kind: 'contact_limited' as const, until: now + turnLimits.abuseLimitHours * hourMs }] : []),
    ],
  };
};

export const stopMessages: Action = () => ({ vars: {}, events: [{ kind: 'contact_stopped', stopped: true }] });

export const sealMessages: Action = (vars, { deps, memory }) => {
  memory.sealedAt = deps.clock.now();
  return {
    vars: { outsideBodies: deps.words('inspektorat-bodies') },
    events: [
      { kind: 'messages_sealed', messageIds: messagesOf(vars) },
      { kind: 'tallied', what: 'outside', key: 'inspektorat' },
    ],
  };
};
