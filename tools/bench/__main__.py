"""`make bench`: every benchmark, side by side in one run."""

from tools.bench import main_job

main_job.main()
