/** What is to go wrong: each fault is played on the next call of its method, once where not told otherwise. */

export type Fault = {
  /** How many calls; 1 where not told. */
  times?: number;
  /** Answers with this error code (and `description`). */
  code?: number;
  description?: string;
  /** Answers 429 with this many seconds. */
  retry_after?: number;
  /** Answers with this status and a proxy's HTML page. */
  html?: number;
  /** Cuts the connection instead of answering. */
  drop?: true;
  /** Keeps the connection open and never answers: half-open, as far as the caller can tell. */
  silent?: true;
  /** Waits first. Alone it only slows the call down. */
  delayMs?: number;
  /** Does what was asked and fails only then; cuts the connection where nothing else is told. */
  after?: true;
};

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  const planned = new Map<string, { fault: Fault; left: number; when: (params: object) => boolean }[]>();
  return {
    /** @param when only calls with such parameters. */
    add(method: string, fault: Fault, when: (params: object) => boolean = () => true) {
      const list = planned.get(method) ?? [];
      list.push({ fault, left: fault.times ?? 1, when });
      planned.set(method, list);
    },
    clear() {
      planned.clear();
    },
    take(method: string, params: object): Fault | undefined {
      const entry = planned.get(method)?.find(({ left, when }) => left > 0 && when(params));
      if (entry !== undefined) entry.left -= 1;
      return entry?.fault;
    },
  };
}

/** The fault's name in the call log. */
export function faultName(fault: Fault): string {
  const { times: _, description: __, ...told } = fault;
  return Object.entries(told)
    .map(([key, value]) => (value === true ? key : `${key}=${value}`))
    .join(' ');
}
