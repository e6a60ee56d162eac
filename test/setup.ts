import fc from 'fast-check';

// One seed for all property tests, so that a run says the same everywhere; BBSIM_FUZZ_SEED explores others.
fc.configureGlobal({ seed: Number(process.env.BBSIM_FUZZ_SEED ?? 20190224) });
