import { createInstruction } from './create.ts';
import { Instruction } from './instruction.ts';

/** ONBUILD, which keeps another instruction for the images built upon this one. */
export class OnbuildInstruction extends Instruction {
  private created: Instruction | null | undefined;

  /** The instruction that is kept; undefined when none is named. */
  get trigger(): Instruction | undefined {
    if (this.created === undefined) {
      // Flags behind ONBUILD belong to the trigger, so the rest is read as it stands.
      this.created = this.rest.text === '' ? null : createInstruction({ ...this.source, piece: this.rest });
    }
    return this.created ?? undefined;
  }
}
