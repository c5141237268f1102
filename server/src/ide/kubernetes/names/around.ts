import { Names } from '../../../workspace/names/names.ts';
import type { WorkedOn } from '../../spot.ts';

/** The names around a manifest; undefined for what is none. */
export async function namesAround({ file, around }: WorkedOn): Promise<Names | undefined> {
  return file.language === 'kubernetes' ? Names.around(file, around.host) : undefined;
}
