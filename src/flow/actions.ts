/**
 * What a flow can let the desk do (`do: …`): what each action needs to know and what is known after it. Two
 * implementations of the services behind it: `turn/flow-services.ts` (the desk) and the scripted one of the tests.
 */
export const actions = {
  /** Files the matter (or its parts) for the department that triage found. */
  file_ticket: {
    reads: ['text', 'messages'],
    writes: [
      'ticketIds',
      'code',
      'who',
      'dueLine',
      'list',
      'count',
      'needsPlace',
      'needsRole',
      'apartLine',
      'outsideLine',
    ],
  },
  /** Files it in the coordinator's triage queue: a person decides. */
  file_for_person: {
    reads: ['text', 'messages'],
    writes: ['ticketIds', 'code', 'who', 'dueLine', 'list', 'count', 'needsPlace', 'needsRole', 'confidential'],
  },
  /** Takes the answer to "which of these?", a choice or more words, and judges anew. */
  pick: {
    reads: ['picked', 'options', 'text'],
    writes: ['decision', 'department', 'topic', 'options', 'confidential', 'asks', 'outsideLine', 'asked'],
  },
  /** Notes where it is, on the tickets just filed. */
  set_place: { reads: ['place', 'ticketIds'], writes: ['placeLine'] },
  /** Notes in what capacity somebody asks, on the tickets and for later. */
  set_role: { reads: ['role', 'ticketIds'], writes: [] },
  /** The privacy notice is being shown. */
  note_notice: { reads: [], writes: ['noticeLine'] },
  /** Looks a ticket code up, for its own contact only. */
  find_ticket: { reads: ['codes'], writes: ['found', 'tooMany', 'statusLine'] },
  /** The person's own tickets that may be spoken of in chat. */
  list_tickets: { reads: [], writes: ['count', 'list'] },
  /** When the clinic is next, as far as it may be said. */
  tell_clinic: { reads: [], writes: ['clinicLine', 'clinicKnown'] },
  /** A question that has nothing to do with a ticket's department: where to go instead. */
  count_outside: { reads: ['department', 'topic'], writes: [] },
  /** Somebody wants a person: on the ticket that is open, else a new one. */
  ask_person: { reads: ['text', 'messages'], writes: ['code', 'who', 'isNew', 'ticketIds', 'dueLine'] },
  /** "Sudah": the resident agrees that it is solved. */
  confirm_solved: { reads: ['code'], writes: ['found', 'stillOpen', 'who'] },
  /** "Belum": back to the department. */
  dispute_solved: { reads: ['code'], writes: ['found', 'who', 'stillOpen'] },
  /** Which of the person's tickets may be taken back; those that a code names, where one does. */
  list_open: { reads: ['codes'], writes: ['count', 'options'] },
  /** Takes the picked ticket back. */
  withdraw_ticket: { reads: ['picked'], writes: ['code', 'who'] },
  /** The messages that waited belong to the ticket that was picked; without an answer to the one that owns. */
  join_picked: { reads: ['picked', 'messages', 'confided'], writes: ['code'] },
  /** From now on only answers: STOP. */
  stop_messages: { reads: [], writes: [] },
  /** The talk of the web chat whose link was pressed comes to this person. */
  join_chat: { reads: [], writes: ['joined'] },
  /** Counts abuse and spam; limits the sender when it goes on. */
  count_abuse: { reads: ['intent'], writes: ['limited', 'first'] },
  /** The accused is Inspektorat itself: the text is sealed, outside bodies are named (law 8). */
  seal_messages: { reads: ['messages'], writes: ['outsideBodies'] },
} as const satisfies Record<string, { reads: readonly string[]; writes: readonly string[] }>;

export type ActionName = keyof typeof actions;
