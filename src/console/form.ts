/** Reads fields of a form: text without control signs, whole numbers, one of a few. */

/** @returns the field's text without NUL and blanks at its ends, with `\n` for line ends; '' where there is none. */
export function textField(form: FormData, name: string): string {
  const value = form.get(name);
  if (typeof value !== 'string') return '';
  return value.replaceAll('\r\n', '\n').replaceAll('\u0000', '').trim();
}

/** @returns a whole number, or null for anything else. */
export function numberField(form: FormData, name: string): number | null {
  const text = textField(form, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** @returns the value if it is one of those allowed, otherwise undefined. */
export function oneOf<T extends string>(value: string | null | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}
