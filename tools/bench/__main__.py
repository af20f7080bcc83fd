"""`make bench`: every benchmark, side by side in one run."""

from tools.bench import audit, checks, desk, fuzzing, histories, importing, main_job, promise, seals

main_job.main()
importing.main()
checks.main()
promise.main()
seals.main()
histories.main()
desk.main()
audit.main()
fuzzing.main()
