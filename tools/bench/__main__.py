"""`make bench`: every benchmark, side by side in one run."""

from tools.bench import checks, importing, main_job, seals

main_job.main()
importing.main()
checks.main()
seals.main()
