import type { Flag } from '../flags.ts';
import type { Word } from '../words.ts';
import { Instruction } from './instruction.ts';

/** `FROM [--platform=PLATFORM] IMAGE [AS NAME]` */
export class FromInstruction extends Instruction {
  /** The image or stage, as written. */
  get image(): Word | undefined {
    return this.words[0];
  }

  get platform(): Flag | undefined {
    return this.flag('platform');
  }

  /** The word `AS`, however it is written. */
  get asKeyword(): Word | undefined {
    const word = this.words[1];
    return word?.text.toUpperCase() === 'AS' ? word : undefined;
  }

  /** The name given to the stage. */
  get stageName(): Word | undefined {
    return this.asKeyword && this.words[2];
  }
}
