"""Every sample of a true statement read where it lies, and compared with what its index says of it."""
