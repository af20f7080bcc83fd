"""The example community 晴川社区: books of five quarters and the statements of a sixth, the same bytes on every run."""
