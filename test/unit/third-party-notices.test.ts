import { describe, expect, it } from 'vitest';
import { licensed, permissiveLicence } from '../../scripts/package/notices.ts';

describe('third-party notices', () => {
  const one = { name: 'left-pad', version: '1.0.0', place: 'left-pad' };

  it('refuse what has no licence, a copyleft one, or one that nobody has looked at', () => {
    for (const licence of [
      undefined,
      '',
      'UNLICENSED',
      'GPL-3.0-only',
      'LGPL-2.1',
      'MPL-2.0',
      'SEE LICENSE IN x',
      {},
    ]) {
      expect(() => permissiveLicence(one, licence)).toThrow(/left-pad 1\.0\.0 may not be bundled: its licence is /);
    }
    expect(permissiveLicence(one, 'BSD-3-Clause')).toBe('BSD-3-Clause');
  });

  it('hold the text of each licence, from the package or from its repository', async () => {
    const [zod, l10n] = await licensed([
      { name: 'zod', version: '4.0.0', place: 'zod' },
      { name: '@vscode/l10n', version: '0.0.18', place: '@vscode/l10n' },
    ]);
    expect(zod).toMatchObject({ licence: 'MIT', texts: [expect.stringContaining('Permission is hereby granted')] });
    expect(l10n?.texts).toEqual([expect.stringContaining('Copyright (c) Microsoft Corporation')]);
    expect(l10n?.repository).toBe('https://github.com/Microsoft/vscode-l10n');
  });

  it('refuse a package that comes without the text of its licence', async () => {
    const unwritten = { name: 'nobody-wrote-one', version: '1.0.0', place: '@vscode/l10n' };
    await expect(licensed([unwritten])).rejects.toThrow('nobody-wrote-one 1.0.0 comes without the text of its licence');
  });
});
