"""Benchmarks of the main job, for `make bench`."""
