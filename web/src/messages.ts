// What the page says, in its reader's language. No word stands in code.

import de from "../messages/de.json";
import en from "../messages/en.json";

export type Key = keyof typeof en;
export type Language = "en" | "de";

const messages: Record<Language, Record<Key, string>> = { en, de };

export const language: Language = navigator.language.toLowerCase().startsWith("de") ? "de" : "en";

/** The message of a key, with {names} put in. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return messages[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** Whether there is a message of a key that the engine sent. */
export const known = (key: string): boolean => key in en;

/** The message of a key that the engine sent. */
export function said(key: string): string {
  return known(key) ? t(key as Key) : key;
}

/** What heed says in English, in the reader's language. */
export function translated(english: string): string {
  const key = (Object.keys(en) as Key[]).find((k) => en[k] === english);
  return key === undefined ? english : messages[language][key];
}
