import type { MessagePort } from 'node:worker_threads';
import { Looker, type LookRequest } from '../looker.ts';
import { Notes } from '../notes.ts';
import { toPlain } from '../plain-report.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Job, JobAnswer, JobMessage, PlainLook } from './helper.ts';

/** Looks at the files that a port names, for whoever is at its other end. */
export async function serveJobs(port: MessagePort, request: LookRequest, around: Surroundings): Promise<void> {
  const notes = new Notes(around);
  const looker = new Looker(request, around, notes);
  // What is wrong with a configuration that was named has been said before threads are started.
  await notes.keep(() => looker.begin());
  const look = async ({ file, isNamed }: Job): Promise<PlainLook> => {
    const { result, notes: said, hasFailed } = await notes.keep(() => looker.look(file, isNamed));
    if (result === 'passed over') return { reported: undefined, notes: said, hasFailed, isPassedOver: true };
    const reported = result?.reported && toPlain(result.reported);
    return { reported, notes: said, hasFailed, isPassedOver: false };
  };
  port.on('message', async ({ id, jobs }: JobMessage) => {
    const answer: JobAnswer =
      jobs === 'ledger'
        ? { id, looks: [], ledger: await looker.ledger() }
        : { id, looks: await Promise.all(jobs.map(look)) };
    port.postMessage(answer);
  });
}
