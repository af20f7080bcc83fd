"""`make bench`: every benchmark, side by side in one run."""

from tools.bench import importing, main_job

main_job.main()
importing.main()
