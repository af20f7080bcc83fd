"""`make bench`: every benchmark, side by side in one run."""

from tools.bench import audit, checks, desk, fuzzing, histories, importing, main_job, printing, promise, seals

main_job.main()
importing.main()
printing.main()
checks.main()
promise.main()
seals.main()
histories.main()
desk.main()
audit.main()
fuzzing.main()
