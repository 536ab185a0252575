/** Figures of WhatsApp's benches, in words. */

export function describeTimes(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const ms = (value: number | undefined) => `${Math.round(value ?? 0)} ms`;
  return `half within ${ms(sorted[Math.floor(sorted.length / 2)])}, all within ${ms(sorted.at(-1))}`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
