"""`python -m huilin` does what the command `huilin` does."""

from huilin.cli import main

if __name__ == "__main__":
    main()
