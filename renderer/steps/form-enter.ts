import type { KeyboardEvent } from 'react';

/** The fields of a form in the order of the screen. */
function inputsOf(form: HTMLElement | null): HTMLElement[] {
  return [...(form?.querySelectorAll<HTMLElement>('input[id^="field-"], textarea[id^="field-"]') ?? [])];
}

export function focusFirstMissing(form: HTMLElement | null): void {
  const inputs = inputsOf(form);
  (inputs.find(needsLook) ?? inputs[0])?.focus();
}

/**
 * Enter in a form: chooses in an open list, and elsewhere goes on to the next field that differs or is missing, else to the next one.
 *
 * Listens in the capture phase and takes the option from what is on the screen. The list's own count of arrow keys is set back by a
 * timer when the list opens; whoever types faster than that would press Enter on a marked option and nothing would happen.
 */
export function enterGoesOn(event: KeyboardEvent<HTMLElement>): void {
  const { target, key, nativeEvent, ctrlKey, currentTarget } = event;
  if (key !== 'Enter' || ctrlKey || nativeEvent.isComposing || nativeEvent.keyCode === 229) return;
  if (!(target instanceof HTMLElement) || target instanceof HTMLButtonElement) return;
  // In a long field Enter would begin a line; no value here has lines.
  event.preventDefault();
  event.stopPropagation();
  // A key held down would run through the form.
  if (event.repeat) return;
  const option = optionFor(target);
  if (option) {
    option.click();
    return;
  }
  const inputs = inputsOf(currentTarget);
  const later = inputs.slice(inputs.indexOf(target) + 1);
  (later.find(needsLook) ?? later[0])?.focus();
}

/** What Enter chooses in an open list: the marked option, or the only one that fits the words typed. */
function optionFor(target: HTMLElement): HTMLElement | undefined {
  if (target.getAttribute('aria-expanded') !== 'true') return undefined;
  const list = document.getElementById(target.getAttribute('aria-controls') ?? '');
  const marked = list?.querySelector<HTMLElement>('[data-combobox-selected]');
  if (marked) return marked;
  const options = [...(list?.querySelectorAll<HTMLElement>('[data-combobox-option]') ?? [])];
  const hasWords = target instanceof HTMLInputElement && target.value.trim() !== '';
  return hasWords && options.length === 1 ? options[0] : undefined;
}

function needsLook(input: HTMLElement): boolean {
  return input.getAttribute('aria-invalid') === 'true';
}
