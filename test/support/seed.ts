import fc from 'fast-check';

// Property tests try the same cases in every run, so that a failure belongs to a change; another seed tries others.
fc.configureGlobal({ seed: Number(process.env.SEAWORTHY_SEED ?? 1) });
