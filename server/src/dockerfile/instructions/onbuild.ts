import { createInstruction } from './create.ts';
import { Instruction } from './instruction.ts';

/** ONBUILD, which keeps another instruction for the images built upon this one. */
export class OnbuildInstruction extends Instruction {
  private created: Instruction | null | undefined;

  /** The instruction that is kept; undefined when none is named. */
  get trigger(): Instruction | undefined {
    if (this.created === undefined) {
      const { arguments: piece } = this;
      this.created = piece.text === '' ? null : createInstruction({ ...this.source, piece });
    }
    return this.created ?? undefined;
  }
}
