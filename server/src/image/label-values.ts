import { isLicenseExpression } from './licenses.ts';

/** What the value of a label may have to be. */
export const labelKinds = ['text', 'url', 'date', 'spdx', 'git-hash', 'semver', 'email'] as const;
export type LabelKind = (typeof labelKinds)[number];

/** What a value of each kind is, in words that follow "is not". */
export const kindNames: Readonly<Record<LabelKind, string>> = {
  text: 'a text',
  url: 'a URL',
  date: 'a date and time as RFC 3339 has it, such as 2026-08-31T12:00:00Z',
  spdx: 'an SPDX license expression, such as Apache-2.0',
  'git-hash': 'the hash of a Git commit',
  semver: 'a semantic version, such as 1.2.3',
  email: 'an e-mail address',
};

/** The grammar of semver.org, version 2.0.0. */
const semanticVersion =
  /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/** Whether a value is of a kind. */
export function isOfKind(value: string, kind: LabelKind): boolean {
  switch (kind) {
    case 'text':
      return true;
    case 'url':
      return /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value);
    case 'date':
      return (
        /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(value) &&
        isCalendarDate(value)
      );
    case 'spdx':
      return isLicenseExpression(value);
    case 'git-hash':
      return /^(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/.test(value);
    case 'semver':
      return semanticVersion.test(value);
    case 'email':
      return /^[^\s@<>()[\]\\,;:"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(value);
  }
}

/** Whether the year, month and day that a text begins with are a day there is. */
function isCalendarDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const last = [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= last;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
